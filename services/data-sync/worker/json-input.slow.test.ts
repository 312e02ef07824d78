import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Slice } from '#core/connector.ts'
import { openConversion, typesOf, type Conversion } from '../../../tests/peers/conversion.ts'

const mark = '\ufeff'

async function json(
  lab: Conversion,
  content: string | Buffer,
  format: 'json' | 'jsonl' = 'json',
  more: Partial<Slice> = {},
): Promise<Slice> {
  return { ...(await lab.slice(await lab.write(`t.${format}`, content), format)), ...more }
}

test('a key with the mark of the CSV file that it came from was a column of NULL', async () => {
  await using lab = await openConversion()
  for (const text of [`[{"${mark}id":1,"b":2}]`, '[{"\\ufeffid":1,"b":2}]']) {
    const result = await lab.convert([await json(lab, text)])
    assert.deepEqual(typesOf(result), ['id BIGINT', 'b BIGINT'])
    assert.deepEqual(
      result.schema.columns.map(({ sourceName }) => sourceName),
      ['id', 'b'],
    )
    assert.deepEqual(await lab.rows(result.file.path), [['1', '2']])
    const again = await lab.convert([await json(lab, '[{"id":7,"b":8}]')], {
      pinned: result.schema,
    })
    assert.deepEqual(
      await lab.rows(again.file.path),
      [['7', '8']],
      'a clean export is the same table',
    )
  }
})

test('two keys that differ by that mark alone stay two columns', async () => {
  await using lab = await openConversion()
  const result = await lab.convert([await json(lab, `[{"id":1},{"${mark}id":2}]`)])
  assert.deepEqual(typesOf(result), ['id BIGINT', 'id_1 BIGINT'])
  assert.deepEqual(await lab.rows(result.file.path), [
    ['1', null],
    [null, '2'],
  ])
})

test('a column of Parquet with that mark could not be read at all', async () => {
  await using lab = await openConversion()
  const { file } = await lab.convert([await lab.csv('a,b\n1,2\n')])
  const path = `${lab.folder}/marked.parquet`
  await lab.rows(
    file.path,
    `COPY (SELECT a AS "${mark}id", b AS "b${mark}" FROM file) TO '${path}'`,
  )
  const result = await lab.convert([await lab.slice(path, 'parquet')], {
    declared: { id: { type: 'VARCHAR' } },
  })
  assert.deepEqual(typesOf(result), ['id VARCHAR', 'b BIGINT'])
  assert.deepEqual(await lab.rows(result.file.path), [['1', '2']])
})

test('JSON of another encoding is read when that is named; the remedy said so, and nobody listened', async () => {
  await using lab = await openConversion()
  const text = '{"město":"Žďár","n":1}\n{"město":"Brno","n":2}\n'
  const dialect = (encoding: string) => ({
    dialect: { delimiter: ',', quote: '"', escape: '"', encoding },
  })
  const wide = Buffer.from(mark + text, 'utf16le')
  for (const slice of [
    await json(lab, wide, 'jsonl', dialect('utf-16le')),
    await json(lab, gzipSync(wide), 'jsonl', { ...dialect('utf-16le'), compression: 'gzip' }),
    await json(lab, wide, 'json', dialect('utf-16le')),
  ]) {
    const result = await lab.convert([slice])
    assert.deepEqual(typesOf(result), ['město VARCHAR', 'n BIGINT'])
    assert.deepEqual(await lab.rows(result.file.path), [
      ['Žďár', '1'],
      ['Brno', '2'],
    ])
  }
  for (const format of ['json', 'jsonl'] as const) {
    await assert.rejects(lab.convert([await json(lab, wide, format)]), {
      code: /wrong_encoding|broken_json/,
    })
    const latin = Buffer.from('{"a":"\xe9"}\n', 'latin1')
    await assert.rejects(lab.convert([await json(lab, latin, format)]), {
      code: 'wrong_encoding',
      remedy: /encoding/,
    })
    const named = await lab.convert([await json(lab, latin, format, dialect('windows-1252'))])
    assert.deepEqual(await lab.rows(named.file.path), [['é']])
  }
})

test('a byte order mark, carriage returns and blank lines are no objects', async () => {
  await using lab = await openConversion()
  const lines = await json(lab, `${mark}{"a":1}\r\n\r\n  \r\n{"a":2}\r\n`, 'jsonl')
  const array = await json(lab, `${mark} \n [{"a":3}\r\n,{"a":4}] \n`)
  for (const [slice, rows] of [
    [lines, [['1'], ['2']]],
    [array, [['3'], ['4']]],
  ] as const) {
    const result = await lab.convert([slice])
    assert.equal(result.rejected, 0)
    assert.deepEqual(await lab.rows(result.file.path), rows)
  }
})

test('archives of several members are read to the last one, in every format', async () => {
  await using lab = await openConversion()
  const compression = 'gzip' as const
  const members = (...texts: readonly string[]) =>
    Buffer.concat(texts.map((text) => gzipSync(text)))
  const slices = [
    await json(lab, members('{"a":1}\n', '{"a":2}\n', ''), 'jsonl', { compression }),
    await json(lab, members('[{"a":3},', '{"a":4}]'), 'json', { compression }),
    await json(lab, members('{"a":5}\n', '{"a":6}'), 'json', { compression }),
  ]
  const result = await lab.convert(slices)
  assert.deepEqual(await lab.rows(result.file.path, 'SELECT list(a ORDER BY a) FROM file'), [
    [['1', '2', '3', '4', '5', '6']],
  ])
  const csv = await lab.write('t.csv.gz', members('a\n1\n', '2\n', '3'))
  const rows = await lab.convert([{ ...(await lab.slice(csv, 'csv')), header: true, compression }])
  assert.deepEqual(await lab.rows(rows.file.path), [['1'], ['2'], ['3']])
})

test('what lies behind a whole array, or behind an object of a line, is told and never dropped', async () => {
  await using lab = await openConversion()
  const more = await json(lab, '[{"a":1}]\n[{"a":2}]')
  await assert.rejects(lab.convert([more]), { code: 'broken_json' })
  const lines = '{"a":1}\n{"a":2} {"a":3}\n{"a":4},\n{"a":5}x\n{"a":6}\n'
  const result = await lab.convert([await json(lab, lines, 'jsonl')], { maxRejected: 1 })
  assert.deepEqual(await lab.rows(result.file.path), [['1'], ['6']])
  assert.deepEqual(
    result.rejects.map(({ kind, count, line }) => [kind, count, line]),
    [['INVALID JSON', 3, 2]],
  )
})

test('a line of JSON that is longer than any was left out without a word, when it was the last one', async () => {
  await using lab = await openConversion()
  const limits = { memory: '1GB', threads: 1, timeoutMs: 300_000 }
  const small = '{"a":"1"}\n'
  for (const [before, mebibytes, after] of [
    ['', 33, ''],
    ['', 66, ''],
    [small, 66, ''],
    [small, 33, small],
    [small, 66, small],
  ] as const) {
    const text = `${before}{"a":"${'x'.repeat(mebibytes << 20)}"}\n${after}`
    await assert.rejects(
      lab.convert([await json(lab, text, 'jsonl')], { limits }),
      { code: 'object_too_large', remedy: /several objects/ },
      JSON.stringify([before, mebibytes, after]),
    )
  }
  const array = `[${small},{"a":"${'x'.repeat(66 << 20)}"}]`
  await assert.rejects(lab.convert([await json(lab, array)], { limits }), {
    code: 'object_too_large',
  })
})

test('keys that look like paths, wildcards or members of every object are keys like others', async () => {
  await using lab = await openConversion()
  const keys = [
    '$',
    '*',
    '/',
    '~',
    '~1',
    '$.a',
    'a.b',
    '[0]',
    '0',
    'constructor',
    '__proto__',
    "it's",
    '"',
  ]
  const object = `{${keys.map((key, at) => `${JSON.stringify(key)}:${at}`).join(',')}}`
  const result = await lab.convert([await json(lab, `[${object},${object}]`)])
  assert.deepEqual(
    result.schema.columns.map(({ name, type }) => [name, type]),
    keys.map((key) => [key, 'BIGINT']),
  )
  const row = keys.map((_, at) => String(at))
  assert.deepEqual(await lab.rows(result.file.path), [row, row])
})
