import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '#core/errors.ts'
import { filesConfig, tableOptions } from './config.ts'
import { fileForm, originName, sliceForm } from './file-form.ts'

const none = filesConfig.parse({})

test('a name says the format and the packing, whatever its case, and a packed Parquet is none of ours', () => {
  const forms = ['a.csv', 'A.TSV', 'b.txt.gz', 'x.y.ndjson', 'Å.jsonl.GZ', 'a.json', 'p.Parquet']
  assert.deepEqual(
    forms.map((name) => Object.values(fileForm(name) ?? {})),
    [
      ['a', 'csv', 'csv', false],
      ['A', 'tsv', 'csv', false],
      ['b', 'txt', 'csv', true],
      ['x.y', 'ndjson', 'jsonl', false],
      ['Å', 'jsonl', 'jsonl', true],
      ['a', 'json', 'json', false],
      ['p', 'parquet', 'parquet', false],
    ],
  )
  for (const name of ['a', 'csv', 'a.csv.zip', 'a.parquet.gz', 'a.csv ', 'a.xlsx', 'a.csv.gz.gz'])
    assert.equal(fileForm(name), undefined, name)
})

test('an address is known by the last part of its path, without what was asked of it', () => {
  assert.equal(originName('https://x.example/a/b.csv.gz?v=1.json#t'), 'b.csv.gz')
  assert.equal(originName('sub/b c.csv'), 'b c.csv')
  for (const name of ['note:abc#1.csv', 'a:b?x.csv', 'sales:2024.csv'])
    assert.equal(originName(name), name)
  assert.deepEqual(sliceForm('https://x.example/export?format=a.csv', none, { format: 'json' }), {
    format: 'json',
    dialect: { delimiter: ',', quote: '"', escape: '"', encoding: 'utf-8' },
  })
})

test('what the table says wins over what the source says, and that over the name', () => {
  const config = filesConfig.parse({ delimiter: '|', quote: "'", encoding: 'utf-16le' })
  const { dialect, header } = sliceForm('a.tsv.gz', config, { delimiter: ';', header: ['x'] })
  assert.deepEqual(dialect, { delimiter: ';', quote: "'", escape: "'", encoding: 'utf-16le' })
  assert.deepEqual(header, ['x'])
  assert.equal(sliceForm('a.tsv', none, {}).dialect?.delimiter, '\t')
  assert.equal(sliceForm('a.tsv.gz', none, {}).compression, 'gzip')
})

test('a packed file whose name does not say what it is stays packed when the table says it', () => {
  assert.equal(sliceForm('export.gz', none, { format: 'csv' }).compression, 'gzip')
  assert.equal(sliceForm('export', none, { format: 'csv' }).compression, undefined)
  assert.throws(() => sliceForm('export.gz', none, {}), /set options\.format to csv, json, jsonl/)
})

test('an address whose name does not say what it is was told with its secret', () => {
  const address = 'https://ann:secret@x.example/export?token=secret'
  for (const options of [{}, { format: 'csv', delimiter: '"' }] as const) {
    assert.throws(
      () => sliceForm(address, none, options),
      (error: Error) =>
        error.message.startsWith('https://x.example/export: ') && !error.message.includes('secret'),
    )
  }
  assert.throws(() => sliceForm('sub/export', none, {}), /^ConfigError: "sub\/export": the name/)
})

test('the encoding of JSON was told to nobody, though the remedy was to name it', () => {
  for (const origin of ['a.json', 'a.jsonl'])
    assert.equal(sliceForm(origin, none, { encoding: 'utf-16le' }).dialect?.encoding, 'utf-16le')
  assert.equal(sliceForm('a.parquet', none, { encoding: 'utf-16le' }).dialect, undefined)
})

test('a delimiter that is the quote or the escape as well is refused by both names', () => {
  for (const [options, message] of [
    [{ delimiter: '"' }, /"\\"" cannot be delimiter and quote at once/],
    [{ delimiter: ';', quote: ';' }, /";" cannot be delimiter and quote at once/],
    [{ delimiter: '\\', escape: '\\' }, /"\\\\" cannot be delimiter and escape at once/],
  ] as const) {
    assert.throws(() => sliceForm('a.csv', none, options), message)
    assert.throws(() => sliceForm('a.csv', none, options), ConfigError)
    assert.ok(sliceForm('a.json', none, options), 'which says nothing where there are none')
  }
})

const refused: readonly (readonly [key: string, value: string])[] = [
  ...['', 'ab', '\n', '\r', '\0'].map((value) => ['delimiter', value] as const),
  ...['', '""', '“', '«', '\n', '\0', 'é'].map((value) => ['quote', value] as const),
  ...['', '\\\\', '\r', 'é', '\u2028'].map((value) => ['escape', value] as const),
  ...['', 'utf-7', 'latin', 'windows-12500', 'UTF 8'].map((value) => ['encoding', value] as const),
]

test('what no reader of files takes is refused when the configuration is read, not at the first run', () => {
  for (const [key, value] of refused) {
    for (const schema of [filesConfig, tableOptions]) {
      const parsed = schema.safeParse({ [key]: value })
      assert.deepEqual(
        parsed.error?.issues.map(({ path }) => path.join('.')).at(0),
        key,
        JSON.stringify([key, value]),
      )
    }
  }
  const taken = { delimiter: '§', quote: "'", escape: '\\', encoding: 'Windows-1250' }
  assert.deepEqual(tableOptions.parse(taken), taken)
  assert.equal(tableOptions.parse({ delimiter: ' ' }).delimiter, ' ')
})

test('a time that a timer cannot hold would have been over at once', () => {
  assert.ok(filesConfig.safeParse({ timeoutSeconds: 2_000_000 }).success)
  for (const timeoutSeconds of [0, -1, 1.5, 3_000_000])
    assert.ok(!filesConfig.safeParse({ timeoutSeconds }).success, String(timeoutSeconds))
  assert.ok(2_000_000 * 1000 < 2 ** 31)
})
