import assert from 'node:assert/strict'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { NotFound, UpstreamError } from '#core/errors.ts'
import { fromFailure, toFailure } from './failure.ts'
import { openDuckDB } from './open-duckdb.ts'

const limits = { memory: '90MB', threads: 1, timeoutMs: 1000 }
const packed = gzipSync('a,b\n1,2\n')

async function failureOf(sql: (folder: string) => string, content = packed as Uint8Array) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'failure-'))
  await writeFile(join(folder.path, 'file'), content)
  const db = await openDuckDB(folder.path, limits)
  const error: unknown = await db.run(sql(folder.path)).then(
    () => assert.fail('it did not fail'),
    (thrown: unknown) => thrown,
  )
  db.closeSync()
  return toFailure(error, limits)
}

const real: readonly (readonly [what: string, sql: (folder: string) => string, code: string])[] = [
  [
    'a broken archive',
    (at) => `FROM read_csv('${at}/file', compression = 'gzip')`,
    'broken_archive',
  ],
  ['what is no Parquet', (at) => `FROM read_parquet('${at}/file')`, 'broken_parquet'],
  ['broken JSON', (at) => `FROM read_json_objects('${at}/file', format = 'array')`, 'broken_json'],
  ['too little memory', () => 'SELECT list(i) FROM range(100000000) t(i)', 'out_of_memory'],
]

for (const [what, sql, code] of real) {
  test(`${what} is told from a defect of ours, with a remedy`, async () => {
    const content = code === 'broken_archive' ? Buffer.from('no archive') : Buffer.from('[{"a":}]')
    const failure = await failureOf(sql, content)
    assert.equal(failure.code, code, failure.message)
    assert.ok((failure.remedy ?? '').length > 10)
  })
}

test('an archive that ends early, or is none, is the fault of its source', () => {
  for (const bytes of [packed.subarray(0, -9), packed.subarray(0, -2), Buffer.from('a,b\n1,2\n')]) {
    assert.throws(
      () => gunzipSync(bytes),
      (error) => toFailure(error, limits).code === 'broken_archive',
    )
  }
})

test('an error comes out of the worker process as it went in', () => {
  const remedy = 'Put it back.'
  for (const error of [
    new UpstreamError('source_missing', 'gone', { remedy }),
    new NotFound('table_gone', 'no such table'),
  ]) {
    const { status, code, message, ...rest } = fromFailure(toFailure(error, limits))
    assert.deepEqual(
      [status, code, message, rest.remedy],
      [error.status, error.code, error.message, error.remedy],
    )
  }
})

test('what nobody foresaw is a failed conversion, without pages of hints', () => {
  const failure = toFailure(new Error(`Binder Error: odd\n\nHint\n${'x'.repeat(5000)}`), limits)
  assert.deepEqual([failure.status, failure.code], [500, 'conversion_failed'])
  assert.ok(failure.message.length <= 500)
})
