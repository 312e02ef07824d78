import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openConversion, typesOf } from '../../../tests/peers/conversion.ts'

const many = (line: string, times = 300): string => `${line}\n`.repeat(times)

test('the original turned country NA into NULL: NA, null and None stay text, only a bare empty field is NULL', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv('id,country\n1,NA\n2,null\n3,None\n4,\n5,""\n')])
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1', 'NA'],
    ['2', 'null'],
    ['3', 'None'],
    ['4', null],
    ['5', ''],
  ])
  assert.equal(result.rejected, 0)
})

test('the original corrupted large ids beside a NULL: 64-bit integers stay exact', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([
    await lab.csv('id\n123456789012345678\n9007199254740993\n""\n'),
  ])
  assert.deepEqual(typesOf(result), ['id BIGINT'])
  assert.deepEqual(await lab.rows(result.file.path), [
    ['123456789012345678'],
    ['9007199254740993'],
    [null],
  ])
})

test('quoted newlines no longer inflate the row count', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([
    await lab.csv('id,note\n1,"one\ntwo\nthree"\n2,"say ""hi"""\n'),
  ])
  assert.equal(result.file.rows, 2)
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1', 'one\ntwo\nthree'],
    ['2', 'say "hi"'],
  ])
})

test('a reordered header is followed by name, also between the slices of one table', async () => {
  await using lab = await openConversion()
  const slices = [
    await lab.csv('id,b\n1,x\n'),
    await lab.csv('b,id\n9,2\n'),
    await lab.csv('id,b\n3,z\n'),
  ]
  const result = await lab.convert(slices)
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1', 'x'],
    ['2', '9'],
    ['3', 'z'],
  ])
})

test('slices with different columns are refused', async () => {
  await using lab = await openConversion()
  const slices = [await lab.csv('id,b\n1,x\n'), await lab.csv('id,c\n1,x\n')]
  await assert.rejects(lab.convert(slices), { code: 'slices_differ' })
})

test('slices without a header take the names that they come with', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([
    await lab.csv('1,x\n', { header: ['id', 'b'] }),
    await lab.csv('2,y\n', { header: ['id', 'b'] }),
  ])
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1', 'x'],
    ['2', 'y'],
  ])
})

test('a late quoted field does not surprise a sniffed dialect', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv(`id,note\n${many('1,plain', 50_000)}2,"a,b"\n`)])
  assert.equal(result.file.rows, 50_001)
  assert.deepEqual(await lab.rows(result.file.path, 'SELECT note FROM file WHERE id = 2'), [
    ['a,b'],
  ])
})

test('byte order mark, gzip, carriage returns and NUL bytes are read', async () => {
  await using lab = await openConversion()
  const slices = [
    await lab.csv('\ufeffid,b\r\n1,x\r\n2,"q\r\nw"\r\n'),
    await lab.csv('id,b\n3,x\0y\n', { compression: 'gzip' }),
  ]
  const result = await lab.convert(slices)
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1', 'x'],
    ['2', 'q\r\nw'],
    ['3', 'x\0y'],
  ])
})

test('other encodings are read when they are named, and refused with the remedy when they are not', async () => {
  await using lab = await openConversion()
  const dialect = { delimiter: ';', quote: '"', escape: '"', encoding: 'windows-1250' }
  const bytes = Buffer.concat([
    Buffer.from('id;město\n1;'.replace('ě', 'e')),
    Buffer.from([0xe8, 0x9a, 0x0a]),
  ])
  const result = await lab.convert([await lab.csv(bytes, { dialect })])
  assert.deepEqual(await lab.rows(result.file.path), [['1', 'čš']])

  const utf16 = Buffer.from('\ufeffid;b\n1;ž\n', 'utf16le')
  const wide = await lab.convert([
    await lab.csv(utf16, { dialect: { ...dialect, encoding: 'utf-16le' } }),
  ])
  assert.deepEqual(await lab.rows(wide.file.path), [['1', 'ž']])

  const wrong = [
    await lab.csv(bytes),
    await lab.csv(
      Buffer.concat([Buffer.from(`id\n${many('a', 100_000)}`), Buffer.from([0xe8, 0x20, 0x0a])]),
    ),
    await lab.csv(Buffer.from([0x61, 0x0a, 0xff, 0x0a]), {
      dialect: { ...dialect, encoding: 'utf-16be' },
    }),
  ]
  for (const slice of wrong.slice(0, 2)) {
    await assert.rejects(lab.convert([slice]), {
      code: 'wrong_encoding',
      remedy: /encoding: windows-1250/,
    })
  }
})

test('a header alone is a table without rows, an empty file is a failure', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv('id,b\n')])
  assert.equal(result.file.rows, 0)
  assert.deepEqual(typesOf(result), ['id VARCHAR', 'b VARCHAR'])
  await assert.rejects(lab.convert([await lab.csv('')]), { code: 'empty_source' })
})

test('a quoted empty field of a number is NULL and no reject', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv('"n","t"\n"1.5","x"\n"",""\n')], {
    declared: { n: { type: 'DECIMAL(18,2)' } },
  })
  assert.equal(result.rejected, 0)
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1.50', 'x'],
    [null, ''],
  ])
})

test('the same input gives the same bytes, whatever the threads, the path and the time', async () => {
  await using lab = await openConversion()
  const text = `id,t,n\n${Array.from({ length: 30_000 }, (_, at) => `${at},text ${at % 7},${at / 4}`).join('\n')}\n`
  const hashes = new Set<string>()
  for (const threads of [1, 2, 2]) {
    const limits = { memory: '256MB', threads, timeoutMs: 300_000 }
    hashes.add((await lab.convert([await lab.csv(text)], { limits })).file.sha256)
  }
  assert.equal(hashes.size, 1)
})

test('equal rows are the last version, byte for byte, even when they were cut into other row groups', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await lab.csv('id,b\n1,x\n2,y\n')])
  const other = `${lab.folder}/other.parquet`
  await lab.rows(result.file.path, `COPY (FROM file) TO '${other}' (FORMAT parquet)`)
  const { createHash } = await import('node:crypto')
  const { readFile } = await import('node:fs/promises')
  const sha256 = createHash('sha256')
    .update(await readFile(other))
    .digest('hex')
  const previous = { path: other, sha256 }
  assert.notEqual(sha256, result.file.sha256)
  assert.equal(
    (await lab.convert([await lab.csv('id,b\n1,x\n2,y\n')], { previous })).file.sha256,
    sha256,
  )
  const swapped = await lab.convert([await lab.csv('id,b\n2,y\n1,x\n')], { previous })
  assert.notEqual(swapped.file.sha256, sha256)
})

test('names of columns, tables and folders cannot break out of the SQL', async () => {
  await using lab = await openConversion()
  const name = `a"b'); DROP TABLE rejects; --`
  const result = await lab.convert([await lab.csv(`"${name.replaceAll('"', '""')}",b\n1,2\n`)], {
    table: `it's/"odd"`,
  })
  assert.deepEqual(
    result.schema.columns.map((column) => column.name),
    [name, 'b'],
  )
})
