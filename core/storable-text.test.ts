import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../tests/peers/postgres.ts'
import { storableText } from './storable-text.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

/** What comes back of a text that PostgreSQL was given, as text and within JSON. */
async function kept(text: string): Promise<readonly unknown[]> {
  const { rows } = await storage.db.pool.query<{ text: string; json: { text: string } }>(
    'select $1::text as text, $2::jsonb as json',
    [text, JSON.stringify({ text })],
  )
  return [rows[0]?.text, rows[0]?.json.text]
}

test('whatever an error says, PostgreSQL takes what is made of it, as text and in JSON', async () => {
  const errors = [
    'plain',
    '\0',
    `a\0b${'\0'.repeat(10)}`,
    'half of a letter: \ud83d',
    'the other half: \ude00',
    'x'.repeat(3999) + '😀',
    '\u0001\u001f\u007f\ufffe\uffff',
    '',
  ]
  for (const error of errors) {
    const text = storableText(error)
    assert.deepEqual(await kept(text), [text, text])
    assert.ok(text.length <= 4000 && text.isWellFormed() && !text.includes('\0'))
  }
})

test('what can be kept is kept as it is, and the beginning of what is too long', () => {
  assert.equal(storableText('Žluť 😀\nsecond line'), 'Žluť 😀\nsecond line')
  assert.equal(storableText(`${'x'.repeat(4000)}y`), 'x'.repeat(4000))
  assert.equal(storableText('a\0b'), 'a\ufffdb')
})
