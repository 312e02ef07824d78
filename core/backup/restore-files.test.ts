import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { Header } from 'tar-stream'
import { ownerNames } from './owner-names.ts'
import type { BackupFile } from './read-backup.ts'
import { waitingFiles, type WaitingFiles } from './restore-files.ts'
import type { StoreName, Stores } from './stores.ts'

interface Place {
  readonly root: string
  readonly stores: Stores
  /** Writes a file that is there before the restore. */
  had(name: string, content: string): Promise<void>
}

async function place(t: TestContext): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'restore-'))
  t.after(() => rm(root, { recursive: true }))
  const [data, objects, homes, secrets, config] = (
    ['data', 'objects', 'homes', 'secrets', 'config'] as const
  ).map((name) => join(root, name)) as [string, string, string, string, string]
  for (const folder of [data, objects, homes, secrets, config]) await mkdir(folder)
  return {
    root,
    stores: { data: [data, objects], homes, secrets, config },
    async had(name, content) {
      await mkdir(dirname(join(root, name)), { recursive: true })
      await writeFile(join(root, name), content)
    },
  }
}

/** An entry of a backup: a file, or a folder where there is no content. */
function entry(name: string, content?: string, facts: Partial<Header> = {}): BackupFile {
  const [store, ...parts] = name.split('/')
  return {
    kind: content === undefined ? 'folder' : 'file',
    store: store as StoreName,
    parts,
    facts: { name, ...facts } as Header,
    content: bytesOf(content ?? ''),
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  for (const character of text) yield Buffer.from(character)
}

async function takeAll(files: WaitingFiles, entries: readonly BackupFile[]): Promise<void> {
  for (const one of entries) await files.take(one)
}

/** Everything below a folder, by name: the content of files, where links lead, and empty for folders. */
async function treeOf(root: string, but = /^$/): Promise<Readonly<Record<string, string>>> {
  const tree: Record<string, string> = {}
  for (const name of await readdir(root, { recursive: true })) {
    if (but.test(name)) continue
    const found = await lstat(join(root, name))
    if (found.isSymbolicLink()) tree[name] = `-> ${await readlink(join(root, name))}`
    else tree[name] = found.isFile() ? await readFile(join(root, name), 'utf8') : ''
  }
  return tree
}

/** Some of every store: new ones, and ones that take the place of others. */
const entries = () => [
  entry('data/marks.json', 'new marks'),
  entry('data/objects'),
  entry('data/objects/ab/one', 'new object'),
  entry('homes/ann'),
  entry('homes/ann/a.md', 'new note'),
  entry('homes/cid/c.md', 'new home'),
  entry('secrets/csrf', 'new secret'),
  entry('config/common.env', 'A=1'),
]
async function fill({ had }: Place): Promise<void> {
  await had('data/marks.json', 'old marks')
  await had('objects/objects/cd/two', 'old object')
  await had('homes/ann/b.md', 'old note')
  await had('homes/bob/b.md', 'of nobody in the backup')
  await had('secrets/csrf', 'old secret')
}

test('until it is placed nothing of a backup is in its place, and what is not placed goes', async (t) => {
  const at = await place(t)
  await fill(at)
  const before = await treeOf(at.root)
  {
    await using files = await waitingFiles(at.stores)
    await takeAll(files, entries())
    const waiting = await treeOf(at.root)
    for (const [name, content] of Object.entries(before)) assert.equal(waiting[name], content)
    for (const name of Object.keys(waiting).filter((one) => !(one in before)))
      assert.match(name, /(^|\/)\.restoring-[0-9a-f]{12}/)
  }
  assert.deepEqual(await treeOf(at.root), before)
})

test('what is placed takes the place of a whole folder, and leaves what the backup does not know', async (t) => {
  const at = await place(t)
  await fill(at)
  await using files = await waitingFiles(at.stores)
  await takeAll(files, entries())
  await files.place()
  await files.settle()
  await files[Symbol.asyncDispose]()
  assert.deepEqual(await treeOf(at.root), {
    config: '',
    'config/common.env': 'A=1',
    data: '',
    'data/marks.json': 'new marks',
    homes: '',
    'homes/ann': '',
    'homes/ann/a.md': 'new note',
    'homes/bob': '',
    'homes/bob/b.md': 'of nobody in the backup',
    'homes/cid': '',
    'homes/cid/c.md': 'new home',
    objects: '',
    'objects/objects': '',
    'objects/objects/ab': '',
    'objects/objects/ab/one': 'new object',
    secrets: '',
    'secrets/csrf': 'new secret',
  })
  assert.deepEqual(files.kept, [])
})

test('taken back, everything is as it was before it was placed', async (t) => {
  const at = await place(t)
  await fill(at)
  await symlink(join(at.root, 'not mounted now'), join(at.root, 'homes/cid'))
  const before = await treeOf(at.root)
  {
    await using files = await waitingFiles(at.stores)
    await takeAll(
      files,
      entries().filter(({ parts }) => parts[0] !== 'cid'),
    )
    await files.take(entry('homes/cid', 'a file where a link was'))
    await files.place()
    assert.equal(await readFile(join(at.root, 'homes/cid'), 'utf8'), 'a file where a link was')
    await files.takeBack()
  }
  // The folders that held what was replaced are empty: `settle` alone removes what was the only copy.
  assert.deepEqual(await treeOf(at.root, /\.replaced-[0-9a-f]{12}$/), before)
})

const moved = ['data/marks.json', 'objects/objects', 'homes/ann', 'homes/cid', 'secrets/csrf']
for (const lost of moved) {
  test(`when ${lost} cannot be put into its place, nothing is, and all is as it was`, async (t) => {
    const at = await place(t)
    await fill(at)
    const before = await treeOf(at.root)
    {
      await using files = await waitingFiles(at.stores)
      await takeAll(files, entries())
      const folder = join(at.root, dirname(lost))
      const [waiting] = (await readdir(folder)).filter((name) => name.startsWith('.restoring-'))
      assert.ok(waiting)
      await rm(join(folder, waiting, lost.split('/')[1] ?? ''), { recursive: true })
      await assert.rejects(files.place(), { code: 'ENOENT' })
    }
    assert.deepEqual(await treeOf(at.root, /\.replaced-[0-9a-f]{12}$/), before)
  })
}

test('configuration that is there is kept, whatever it is, and told once each', async (t) => {
  const at = await place(t)
  await at.had('config/instance.yaml', 'mine')
  await at.had('config/sources/mine.yaml', 'mine')
  await symlink('/mounted/later/common.env', join(at.root, 'config/common.env'))
  const before = await treeOf(join(at.root, 'config'))
  await using files = await waitingFiles(at.stores)
  await takeAll(files, [
    entry('config/common.env', 'A=1'),
    entry('config/instance.yaml', 'theirs'),
    entry('config/sources'),
    entry('config/sources/theirs.yaml', 'theirs'),
    entry('config/sources/deep'),
  ])
  await files.place()
  await files.settle()
  assert.deepEqual(await treeOf(join(at.root, 'config')), before)
  assert.deepEqual(
    files.kept,
    ['common.env', 'instance.yaml', 'sources'].map((name) => join(at.root, 'config', name)),
  )
})

test('a file that is not taken is read to its end all the same: the next entry begins after it', async (t) => {
  const at = await place(t)
  await at.had('config/instance.yaml', 'mine')
  await using files = await waitingFiles(at.stores)
  const one = entry('config/instance.yaml', 'theirs')
  await files.take(one)
  assert.deepEqual(await one.content[Symbol.asyncIterator]().next(), {
    done: true,
    value: undefined,
  })
})

test('rights and times come back, also of folders that nobody may write to any more', async (t) => {
  const at = await place(t)
  const mtime = new Date('2020-02-29T12:34:56Z')
  await using files = await waitingFiles(at.stores)
  await takeAll(files, [
    entry('homes/ann', undefined, { mode: 0o500, mtime }),
    entry('homes/ann/closed', undefined, { mode: 0o550, mtime }),
    entry('homes/ann/closed/a.sh', '#!', { mode: 0o750, mtime }),
    entry('homes/ann/private', 'x', { mode: 0o600, mtime: new Date(0) }),
  ])
  await files.place()
  const facts = async (name: string) => {
    const found = await stat(join(at.root, 'homes/ann', name))
    return [(found.mode & 0o7777).toString(8), found.mtime.toISOString()]
  }
  assert.deepEqual(await facts('.'), ['500', mtime.toISOString()])
  assert.deepEqual(await facts('closed'), ['550', mtime.toISOString()])
  assert.deepEqual(await facts('closed/a.sh'), ['750', mtime.toISOString()])
  assert.deepEqual(await facts('private'), ['600', new Date(0).toISOString()])
})

test('a file that is said to be there twice is refused: the second one would hide the first', async (t) => {
  const at = await place(t)
  await using files = await waitingFiles(at.stores)
  await files.take(entry('homes/ann/a.md', 'one'))
  await assert.rejects(files.take(entry('homes/ann/a.md', 'two')), { code: 'EEXIST' })
})

const isRoot = process.geteuid?.() === 0
test(
  'recovery with other numbers of users (of the original): an owner is found by name, and by number where nobody here has that name',
  { skip: isRoot ? false : 'only root can give a file to somebody else' },
  async (t) => {
    const { users, groups } = await ownerNames()
    const [nobody, group] = [users.id('nobody'), groups.id('daemon')]
    assert.ok(nobody !== undefined && group !== undefined)
    const at = await place(t)
    await using files = await waitingFiles(at.stores)
    await takeAll(files, [
      entry('homes/ann/named', 'x', { uid: 4711, gid: 4712, uname: 'nobody', gname: 'daemon' }),
      entry('homes/ann/numbered', 'x', { uid: 4711, gid: 4712, uname: 'no such user', gname: '' }),
      entry('homes/ann/unsaid', 'x'),
    ])
    await files.place()
    const owner = async (name: string) => {
      const { uid, gid } = await stat(join(at.root, 'homes/ann', name))
      return [uid, gid]
    }
    assert.deepEqual(await owner('named'), [nobody, group])
    assert.deepEqual(await owner('numbered'), [4711, 4712])
    assert.deepEqual(await owner('unsaid'), [0, 0])
  },
)

// In containers each secret has a group of its own; a backup of a laptop, or of an earlier version, knows none of them.
test('a secret that comes in the place of another is for those who read that one, any other file for its own', async (t) => {
  const at = await place(t)
  await at.had('secrets/csrf', 'old')
  await at.had('data/marks.json', 'old')
  const reader = isRoot ? 4711 : (process.getuid?.() ?? 0)
  for (const name of ['secrets/csrf', 'data/marks.json']) {
    if (isRoot) await chown(join(at.root, name), reader, reader)
    await chmod(join(at.root, name), 0o440)
  }
  await using files = await waitingFiles(at.stores)
  const facts = { mode: 0o640, uid: 0, gid: 0, uname: 'root', gname: 'root' }
  const names = ['secrets/csrf', 'secrets/new', 'data/marks.json']
  for (const name of names) await files.take(entry(name, 'x', facts))
  await files.place()
  const readers = names.map((name) => {
    const { mode, uid } = statSync(join(at.root, name))
    return `${(mode & 0o777).toString(8)} of ${uid}`
  })
  const own = `640 of ${isRoot ? 0 : reader}`
  assert.deepEqual(readers, [`440 of ${reader}`, own, own])
})
