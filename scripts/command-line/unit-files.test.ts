import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { unitFiles } from './unit-files.ts'

async function tree(t: TestContext, files: readonly string[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'units-'))
  t.after(() => rm(root, { recursive: true }))
  for (const file of files) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), '')
  }
  return root
}

test('what a unit brings along is found by its folder alone, with the service it belongs to', async (t) => {
  const root = await tree(t, [
    'scripts/stack/start.ts',
    'webapp/stack/visit.ts',
    'services/books/stack/read.ts',
    'services/books/doctor/shelf.ts',
    'auth/badge/stack/badge.ts',
    'core/stack/never.ts',
  ])
  assert.deepEqual(
    (await unitFiles(root, 'stack')).map(({ name, service }) => [name, service]),
    [
      ['start', undefined],
      ['visit', 'webapp'],
      ['read', 'books'],
      ['badge', undefined],
    ],
  )
  assert.deepEqual(await unitFiles(root, 'importers'), [])
})

test('tests, and what is no module, stand beside and are none', async (t) => {
  const root = await tree(
    t,
    ['start.ts', 'start.test.ts', 'start.slow.test.ts', 'README.md'].map(
      (name) => `scripts/stack/${name}`,
    ),
  )
  assert.deepEqual(
    (await unitFiles(root, 'stack')).map(({ name }) => name),
    ['start'],
  )
})

test('two of one name are refused with both files: neither takes the other’s place in silence', async (t) => {
  const root = await tree(t, ['scripts/stack/start.ts', 'services/books/stack/start.ts'])
  await assert.rejects(
    unitFiles(root, 'stack'),
    /services\/books\/stack\/start\.ts.*scripts\/stack\/start\.ts has the same name/,
  )
})
