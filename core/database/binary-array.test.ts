import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { binaryArray } from './binary-array.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

async function back(type: 'text' | 'json', texts: readonly string[]): Promise<readonly string[]> {
  const { rows } = await storage.db.pool.query<{ text: string }>(
    `select one::text as text from unnest($1::${type}[]) with ordinality as given (one, place) order by place`,
    [binaryArray(type, texts)],
  )
  return rows.map(({ text }) => text)
}

test('texts come to PostgreSQL as they are, whatever would have to be escaped', async () => {
  const texts = [
    '',
    'a',
    '"quoted"',
    'back\\slash',
    '{a,b}',
    'NULL',
    'zwölf €',
    '😀',
    'x'.repeat(70_000),
  ]
  assert.deepEqual(await back('text', texts), texts)
  assert.deepEqual(await back('text', []), [])
})

test('JSON keeps its bytes, and what is none is refused', async () => {
  const texts = ['{"b":1,  "a":"\\u00fc\\n"}', '[]', '"x"', '1e3']
  assert.deepEqual(await back('json', texts), texts)
  await assert.rejects(back('json', ['{"a":1}', '{']), /invalid input syntax for type json/)
})

test('half of a character becomes the replacement character', async () => {
  assert.deepEqual(await back('text', ['a\ud800b']), ['a\ufffdb'])
})
