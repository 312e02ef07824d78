import assert from 'node:assert/strict'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Dialect } from '#core/connector.ts'
import { csvHeader } from './csv-header.ts'

const plain: Dialect = { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' }

async function headerOf(content: string | Uint8Array, dialect: Partial<Dialect> = {}) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'header-'))
  const path = join(folder.path, 'table.csv')
  await writeFile(path, content)
  const packed = content[0] === 0x1f && { compression: 'gzip' as const }
  const slice = { path, format: 'csv' as const, bytes: content.length, ...packed }
  return await csvHeader(slice, { ...plain, ...dialect })
}

const headers: readonly (readonly [what: string, text: string, names: readonly string[]])[] = [
  ['a line feed ends it', 'a,b\n1,2\n', ['a', 'b']],
  ['a carriage return ends it', 'a,b\r1,2\r', ['a', 'b']],
  ['the end of the file ends it', 'a,b', ['a', 'b']],
  ['a byte order mark is no letter of the first name', '\ufeffa,b\n', ['a', 'b']],
  ['a quoted name holds delimiters, line breaks and quotes', '"a,\n""x""",b\n', ['a,\n"x"', 'b']],
  ['a quote inside of a bare name is a letter', 'height 5",b\n', ['height 5"', 'b']],
  ['names may be missing', ',,\n', ['', '', '']],
]

for (const [what, text, names] of headers) {
  test(`the names of the columns: ${what}`, async () => {
    assert.deepEqual(await headerOf(text), names)
  })
}

test('names are separated and escaped as the dialect says', async () => {
  assert.deepEqual(await headerOf('a||b|c\n', { delimiter: '||' }), ['a', 'b|c'])
  assert.deepEqual(await headerOf('"a\\"b",c\n', { escape: '\\' }), ['a"b', 'c'])
})

test('a name that lies across the edge of two reads is whole, also in the middle of a letter', async () => {
  const long = 'x'.repeat((1 << 20) - 1)
  const names = await headerOf(`${long}ž,b\n1,2\n`)
  assert.deepEqual(names, [`${long}ž`, 'b'])
  assert.deepEqual(await headerOf(gzipSync(`${long}ž,b\n1,2\n`)), names)
})

test('a file without any text has no header', async () => {
  for (const text of ['', '\ufeff', '  '])
    assert.equal(await headerOf(text), undefined, JSON.stringify(text))
})

test('a header that never ends is an error, and no empty file', async () => {
  for (const text of ['"a,b\n1,2\n', `"${'x'.repeat(5 << 20)}`]) {
    await assert.rejects(headerOf(text), { code: 'unreadable_csv', message: /quote in it/ })
  }
})

test('a first line without a name is an error that says so', async () => {
  for (const text of ['\nid,b\n1,2\n', '\r\nid\r\n', '\ufeff\nid\n'])
    await assert.rejects(
      headerOf(text),
      { code: 'unreadable_csv', message: /is blank/ },
      JSON.stringify(text),
    )
  assert.deepEqual(await headerOf(',b\n1,2\n'), ['', 'b'])
})

test('UTF-16 that is read as UTF-8 is called another encoding, with and without its mark', async () => {
  for (const text of ['\ufeffid,b\n1,x\n', 'id,b\n1,x\n']) {
    const error = { code: 'wrong_encoding', remedy: /encoding:/ }
    await assert.rejects(headerOf(Buffer.from(text, 'utf16le')), error)
  }
})
