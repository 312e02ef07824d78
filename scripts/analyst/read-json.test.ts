import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { BadRequest } from '#core/errors.ts'
import { readPointer, writePointer } from './current-pointer.ts'
import { readGenerationRecord, writeGenerationRecord } from './generation-record.ts'
import { readLogin, removeLogin, writeLogin } from './login-record.ts'
import { readServerRecord, writeServerRecord } from './server-record.ts'
import { workspaceAt, type Workspace } from './workspace.ts'

const hash = 'a'.repeat(64)
const reference = { sha256: hash, size: 1 }
const table = {
  ...{ id: 'a/t', name: 't', dataset: 'a', rows: 1, bytes: 1, rejected: 0, updated: 'x' },
  ...{ view: 't', columns: 1, files: 1 },
}

/** Each file that sync lays down for itself: how it is read and written, and what makes it one that is damaged. */
const files = {
  pointer: {
    path: ({ current }: Workspace) => current,
    read: readPointer,
    write: writePointer,
    good: {
      ...{ v: 1, generation: 7, folder: '7-0123abcd', etag: null, server: 'https://x/' },
      ...{ dir: '/home/ann', checked: 'x', synced: 'x' },
    } as const,
    wrong: {
      v: [2, '1', null],
      generation: ['7', 7.5, NaN, 2 ** 60, null],
      // It is joined to a path, and what is in it read or removed.
      folder: ['..', '../7-0123abcd', '7-0123abcd/..', '7-0123ABCD', '7-0123abcd\n', '', 7],
      etag: [7, undefined, {}],
      dir: [7, null, undefined],
      server: [7, undefined],
    },
  },
  login: {
    path: ({ login }: Workspace) => login,
    read: readLogin,
    write: writeLogin,
    good: { server: 'https://x/', accessToken: 'a', refreshToken: 'r', expiresAt: 5 },
    wrong: {
      server: [7, null, undefined],
      accessToken: [7, undefined],
      refreshToken: [null, undefined],
      expiresAt: ['5', null, undefined],
    },
  },
  server: {
    path: ({ server }: Workspace) => server,
    read: readServerRecord,
    write: writeServerRecord,
    good: { url: 'https://x/', key: 'k', firstSeen: 'x' },
    wrong: { url: ['', 'x', 7, undefined], key: [7, undefined, {}], firstSeen: [7, undefined] },
  },
  generation: {
    path: ({ control }: Workspace) => join(control, 'generation.json'),
    read: ({ control }: Workspace) => readGenerationRecord(control),
    write: ({ control }: Workspace, record: Parameters<typeof writeGenerationRecord>[1]) =>
      writeGenerationRecord(control, record),
    good: {
      v: 1,
      generation: 0,
      created: 'x',
      dir: '/x',
      tables: [table],
      objects: [hash],
    } as const,
    wrong: {
      v: [2, undefined],
      generation: [-1, 0.5, '0'],
      tables: [{}, [7], [{ ...table, name: 'T; drop' }], [{ ...table, rows: -1 }]],
      objects: [['..'], [hash.toUpperCase()], [`${hash}/..`], [reference], undefined],
    },
  },
}

interface Kind {
  path(workspace: Workspace): string
  read(workspace: Workspace): Promise<unknown>
  write(workspace: Workspace, value: object): Promise<void>
  readonly good: object
  readonly wrong: Readonly<Record<string, readonly unknown[]>>
}
const kinds = Object.entries(files) as unknown as readonly [string, Kind][]

async function place(t: TestContext): Promise<Workspace> {
  const dir = await mkdtemp(join(tmpdir(), 'control-'))
  t.after(() => rm(dir, { recursive: true }))
  const workspace = workspaceAt(dir)
  await mkdir(workspace.control)
  return workspace
}

for (const [name, { path, read, write, good, wrong }] of kinds) {
  test(`the ${name} file: nothing where there is none, and what was written where there is one`, async (t) => {
    const workspace = await place(t)
    assert.equal(await read(workspace), undefined)
    await write(workspace, good)
    assert.deepEqual(await read(workspace), good)
  })

  test(`the ${name} file: one that is damaged is named with its remedy, and never taken for a good one`, async (t) => {
    const workspace = await place(t)
    const file = path(workspace)
    await mkdir(dirname(file), { recursive: true })
    const text = JSON.stringify(good)
    const texts = ['', text.slice(0, -1), `${text}x`, 'null', '7', '"x"', '[]', '{}', '\u0000']
    const changed = Object.entries(wrong).flatMap(([field, values]) =>
      values.map((value) => JSON.stringify({ ...good, [field]: value })),
    )
    for (const one of [...texts, ...changed]) {
      await writeFile(file, one)
      await assert.rejects(
        read(workspace),
        (error: BadRequest) => {
          assert.equal(error.code, 'damaged_file')
          assert.ok(error.message.startsWith(`${file} is damaged: `), error.message)
          assert.match(error.remedy ?? '', /Delete it and run `analyst sync` again/)
          return true
        },
        one,
      )
    }
  })
}

test('tokens are for their owner alone, whatever lay there before, and gone when they are removed', async (t) => {
  const workspace = await place(t)
  await writeFile(workspace.login, 'old', { mode: 0o644 })
  await writeLogin(workspace, files.login.good)
  assert.equal((await stat(workspace.login)).mode & 0o777, 0o600)
  assert.match(await readFile(workspace.login, 'utf8'), /"refreshToken": "r"/)
  await removeLogin(workspace)
  await removeLogin(workspace)
  assert.equal(await readLogin(workspace), undefined)
})
