import assert from 'node:assert/strict'
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { extractOne, openFilesSource, type FilesSource } from '../../tests/peers/files-source.ts'
import files from './index.ts'

type Context = ReturnType<FilesSource['context']>

/** Of every table: whether it has a marker, and what its file holds or why it cannot be had. */
async function pull(context: Context): Promise<readonly (readonly [string, boolean, string])[]> {
  const tables = await files.discover(context)
  return Promise.all(
    tables.map(async (table) => {
      const content = await extractOne(table, context).then(
        ({ path }) => readFile(path, 'utf8'),
        (error: { code?: string; name: string }) => error.code ?? error.name,
      )
      return [table.name, table.changeMarker !== undefined, content] as const
    }),
  )
}

test('one declared file that was missing kept every other table of its source from being refreshed', async () => {
  await using lab = await openFilesSource()
  await writeFile(join(lab.folder, 'there.csv'), 'a\n1\n')
  await mkdir(join(lab.folder, 'folder.csv'))
  const context = lab.context(
    {},
    {
      gone: { origin: 'gone.csv' },
      there: { origin: 'there.csv' },
      folder: { origin: 'folder.csv' },
      outside: { origin: '../instance.csv' },
      nameless: { origin: 'there' },
    },
  )
  assert.deepEqual(await pull(context), [
    ['gone', false, 'source_missing'],
    ['there', true, 'a\n1\n'],
    ['folder', false, 'invalid_configuration'],
    ['outside', false, 'invalid_configuration'],
    ['nameless', false, 'invalid_configuration'],
  ])
})

test('one link in a folder that leads nowhere, or out of it, hid all of its files', async () => {
  await using lab = await openFilesSource()
  await writeFile(join(lab.outside, 'secret.csv'), 'password\n')
  await writeFile(join(lab.folder, 'good.csv'), 'a\n1\n')
  await symlink(join(lab.folder, 'nowhere.csv'), join(lab.folder, 'dangling.csv'))
  await symlink(join(lab.outside, 'secret.csv'), join(lab.folder, 'leads_out.csv'))
  await symlink('good.csv', join(lab.folder, 'inside.csv'))
  await symlink(lab.outside, join(lab.folder, 'parent'))
  assert.deepEqual(await pull(lab.context()), [
    ['dangling', false, 'source_missing'],
    ['good', true, 'a\n1\n'],
    ['inside', true, 'a\n1\n'],
    ['leads_out', false, 'invalid_configuration'],
  ])
})

test('one server that is down, or answers HEAD with a refusal, keeps no other table away, nor its own', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((request, response) => {
    if (request.url?.startsWith('/down.csv')) return response.destroy()
    if (request.url?.startsWith('/gone.csv')) return response.writeHead(410).end()
    // An address that was signed for GET alone refuses everything else.
    if (request.method === 'HEAD') return response.writeHead(403).end()
    return response.writeHead(200).end('a\n1\n')
  })
  const origins = ['down', 'gone', 'signed'].map((name) => [
    name,
    { origin: `${address}/${name}.csv?signature=1` },
  ])
  assert.deepEqual(await pull(lab.context({}, Object.fromEntries(origins))), [
    ['down', false, 'source_failed'],
    ['gone', false, 'source_missing'],
    ['signed', false, 'a\n1\n'],
  ])
})

test('a folder that is gone fails the source by its name, and comes back with all of its tables', async () => {
  await using lab = await openFilesSource()
  await writeFile(join(lab.folder, 'a.csv'), 'a\n')
  await rename(lab.folder, `${lab.folder}-away`)
  await assert.rejects(files.discover(lab.context()), { code: 'source_missing' })
  await writeFile(lab.folder, 'a file in its place')
  await assert.rejects(files.discover(lab.context()), /is not a folder/)
  await rm(lab.folder)
  await rename(`${lab.folder}-away`, lab.folder)
  assert.deepEqual(await pull(lab.context()), [['a', true, 'a\n']])
})

test('a file that is written to while it is copied fails, and is read as soon as it rests', async () => {
  await using lab = await openFilesSource()
  const path = join(lab.folder, 'a.csv')
  await writeFile(path, `a\n${'1\n'.repeat(2_000_000)}`)
  const context = lab.context()
  const [table] = await files.discover(context)
  assert.ok(table)
  let writing = true
  const writer = (async () => {
    for (let turn = 0; writing; turn += 1) await writeFile(path, `${turn}\n`, { flag: 'a' })
  })()
  await assert.rejects(extractOne(table, context), { code: 'source_changed', remedy: /rename/ })
  writing = false
  await writer
  const slice = await extractOne(table, context)
  assert.deepEqual(await readFile(slice.path), await readFile(path))
  assert.equal(slice.bytes, (await readFile(path)).length)
})

test('a file that is swapped for a link while it is copied gives nothing of what the link leads to', async () => {
  await using lab = await openFilesSource()
  await writeFile(join(lab.outside, 'secret.csv'), 'password\n')
  await writeFile(join(lab.folder, 'a.csv'), 'a\n1\n')
  const context = lab.context()
  const [table] = await files.discover(context)
  assert.ok(table)
  await rm(join(lab.folder, 'a.csv'))
  await symlink(join(lab.outside, 'secret.csv'), join(lab.folder, 'a.csv'))
  await assert.rejects(extractOne(table, context), { message: /outside the source's folder/ })
})
