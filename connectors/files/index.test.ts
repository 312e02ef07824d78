import assert from 'node:assert/strict'
import { mkdir, readFile, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { AppError } from '#core/errors.ts'
import { extractOne, openFilesSource } from '../../tests/peers/files-source.ts'
import files from './index.ts'

test('every readable file of the folder is a table named after it', async () => {
  await using lab = await openFilesSource()
  await mkdir(join(lab.folder, 'sub'))
  for (const name of [
    'Orders 2024.csv',
    'a.tsv',
    'b.jsonl',
    'sub/Žluťoučký.csv.gz',
    '1st.parquet',
    'notes.md',
    '.hidden.csv',
  ]) {
    await writeFile(join(lab.folder, name), 'x\n')
  }
  const tables = await files.discover(lab.context())
  assert.deepEqual(
    tables.map(({ name, origin }) => [name, origin]),
    [
      ['t_1st', '1st.parquet'],
      ['orders_2024', 'Orders 2024.csv'],
      ['a', 'a.tsv'],
      ['b', 'b.jsonl'],
      ['zlutoucky', 'sub/Žluťoučký.csv.gz'],
    ],
  )
})

test('a file with a name longer than any table’s kept every analyst from syncing: its table has a shorter one', async () => {
  await using lab = await openFilesSource()
  const long = `${'Sales report by region and product, '.repeat(6)}2024.csv`
  await writeFile(join(lab.folder, long), 'a\n1\n')
  const [table] = await files.discover(lab.context())
  assert.equal(table?.name, 'sales_report_by_region_and_product_sales_report_by_region_and_p')
  assert.equal(table.origin, long)
  const slice = await extractOne(table, lab.context())
  assert.equal(await readFile(slice.path, 'utf8'), 'a\n1\n')
  await writeFile(join(lab.folder, long.replace('2024', '2025')), 'a\n2\n')
  const both = await files.discover(lab.context())
  assert.deepEqual(
    both.map(({ name }) => name),
    [table.name, table.name],
    'which the engine refuses by their origins',
  )
})

test('declared tables win over the folder, with their options over those of the source', async () => {
  await using lab = await openFilesSource()
  await writeFile(join(lab.folder, 'o.csv'), 'a;b\n')
  await writeFile(join(lab.folder, 'other.csv'), 'a\n')
  const context = lab.context(
    { delimiter: '|', encoding: 'windows-1250' },
    {
      orders: {
        origin: 'o.csv',
        primaryKey: ['a'],
        options: { delimiter: ';', header: ['x', 'y'] },
      },
    },
  )
  const [table, ...others] = await files.discover(context)
  assert.deepEqual(others, [])
  assert.ok(table)
  assert.deepEqual(table.primaryKey, ['a'])
  const slice = await extractOne(table, context)
  assert.deepEqual(slice.dialect, {
    delimiter: ';',
    quote: '"',
    escape: '"',
    encoding: 'windows-1250',
  })
  assert.deepEqual(slice.header, ['x', 'y'])
  assert.equal(await readFile(slice.path, 'utf8'), 'a;b\n')
})

test('the change marker follows the file, even when size and second stay', async () => {
  await using lab = await openFilesSource()
  const path = join(lab.folder, 'o.csv')
  await writeFile(path, 'a\n1\n')
  const [before] = await files.discover(lab.context())
  const [same] = await files.discover(lab.context())
  await writeFile(path, 'a\n2\n')
  const [after] = await files.discover(lab.context())
  assert.equal(before?.changeMarker, same?.changeMarker)
  assert.notEqual(before?.changeMarker, after?.changeMarker)
})

test('a path, or a link, that leaves the folder is refused', async () => {
  await using lab = await openFilesSource()
  await writeFile(join(lab.outside, 'secret.csv'), 'x\n')
  await symlink(join(lab.outside, 'secret.csv'), join(lab.folder, 'link.csv'))
  for (const origin of [
    '../secret.csv',
    'link.csv',
    join(lab.outside, 'secret.csv'),
    'sub/../../secret.csv',
  ]) {
    const context = lab.context({}, { t: { origin } })
    const [table] = await files.discover(context)
    assert.ok(table)
    assert.equal(table.changeMarker, undefined)
    await assert.rejects(extractOne(table, context), { message: /outside the source's folder/ })
  }
  const [linked] = await files.discover(lab.context())
  assert.ok(linked)
  await assert.rejects(extractOne(linked, lab.context()), {
    message: /outside the source's folder/,
  })
})

test('a folder or a file that is not there is named, with the remedy', async () => {
  await using lab = await openFilesSource()
  await assert.rejects(files.check(lab.context({ folder: 'nowhere' })), { code: 'source_missing' })
  const context = lab.context({}, { t: { origin: 'o.csv' } })
  await writeFile(join(lab.folder, 'o.csv'), 'x\n')
  const [table] = await files.discover(context)
  await unlink(join(lab.folder, 'o.csv'))
  assert.ok(table)
  await assert.rejects(extractOne(table, context), {
    code: 'source_missing',
    remedy: /instance\.yaml/,
  })
  assert.equal(
    (await extractFails(lab.context({ folder: 'nowhere' }, { t: { origin: 'o.csv' } }))).code,
    'source_missing',
  )
})

async function extractFails(context: Parameters<typeof files.extract>[2]) {
  const [table] = await files.discover(context)
  assert.ok(table)
  const failure: unknown = await extractOne(table, context).catch((error: unknown) => error)
  assert.ok(failure instanceof AppError)
  return failure
}

test('an unknown option is named with its path', async () => {
  await using lab = await openFilesSource()
  await writeFile(join(lab.folder, 'o.csv'), 'x\n')
  const context = lab.context({}, { t: { origin: 'o.csv', options: { delimeter: ';' } } })
  await assert.rejects(files.discover(context), { message: /tables\.t\.options.*delimeter/ })
})

test('an address is downloaded, with its ETag as marker and its progress told', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((request, response) => {
    if (request.url === '/moved.csv') return response.writeHead(302, { location: '/t.csv' }).end()
    return response
      .writeHead(200, { etag: '"v1"', 'content-length': 4 })
      .end(request.method === 'HEAD' ? '' : 'a\n1\n')
  })
  const told: unknown[] = []
  const context = lab.context(
    {},
    { t: { origin: `${address}/moved.csv?key=1` } },
    {
      progress: (done, total) => void told.push([done, total]),
    },
  )
  const [table] = await files.discover(context)
  assert.ok(table)
  assert.match(table.changeMarker ?? '', /^"v1" /)
  const slice = await extractOne(table, context)
  assert.equal(await readFile(slice.path, 'utf8'), 'a\n1\n')
  assert.deepEqual(told.at(-1), [4, 4])
})

test('a download that breaks off, is too large, or is refused fails and leaves no file', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((request, response) => {
    if (request.url === '/gone.csv') return response.writeHead(404).end()
    if (request.url === '/broken.csv') return response.writeHead(503).end()
    if (request.url === '/loop.csv') return response.writeHead(302, { location: '/loop.csv' }).end()
    response.writeHead(200, { 'content-length': 100 })
    response.write('a\n1\n', () => response.destroy())
    return response
  })
  const failures = [
    ['gone.csv', 'source_missing', {}],
    ['broken.csv', 'source_failed', {}],
    ['loop.csv', 'source_failed', {}],
    ['cut.csv', 'download_truncated', {}],
    ['cut.csv', 'download_too_large', { maxBytes: 10 }],
  ] as const
  for (const [name, code, config] of failures) {
    const table = { name: 't', origin: `${address}/${name}` }
    await assert.rejects(extractOne(table, lab.context(config)), { code })
  }
})

test('only https is read, and a redirect may not lead to another protocol', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((_request, response) =>
    response.writeHead(302, { location: 'http://192.0.2.1/x.csv' }).end(),
  )
  for (const origin of [
    'http://192.0.2.1/t.csv',
    'ftp://192.0.2.1/t.csv',
    'file:///etc/passwd.csv',
    `${address}/t.csv`,
  ]) {
    await assert.rejects(extractOne({ name: 't', origin }, lab.context()), {
      message: /only https addresses/,
    })
  }
})

test('a secret in an address does not reach the message', async () => {
  await using lab = await openFilesSource()
  const address = await lab.serve((_request, response) => response.writeHead(404).end())
  await assert.rejects(
    extractOne({ name: 't', origin: `${address}/t.csv?token=abc123` }, lab.context()),
    (error: Error) => !error.message.includes('abc123'),
  )
})
