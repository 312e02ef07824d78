import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSecrets } from './find-secrets.ts'

const token = ['gh', 'p_', 'x8Kq2LmN4pR6sT8vW0yZ2aB4cD6eF8gH0iJ2'].join('')
const rules = (text: string, before?: readonly string[]) =>
  findSecrets(text, before).map(({ rule }) => rule)

const hidden: Readonly<Record<string, string>> = {
  'split over two lines': `- deploy with ${token.slice(0, 12)}\\\n  ${token.slice(12)}`,
  'broken by invisible characters': token.split('').join('\u200b'),
  'in letters of full width': token.replace(/[a-zA-Z0-9]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
  ),
  'percent-encoded': token.replaceAll('_', '%5F'),
  'in Base64': `run it: ${Buffer.from(`export T=${token}`).toString('base64')}`,
  'in hex': Buffer.from(token).toString('hex'),
  'escaped as JSON': token.replaceAll('_', '\\u005f'),
  'in a table': `| name | value |\n| --- | --- |\n| ci | ${token} |`,
  'in bold': `**${token}**`,
}

for (const [how, text] of Object.entries(hidden)) {
  test(`a token ${how} is found`, () => assert.ok(rules(text).includes('github-token'), text))
}

test('a value alone is a secret when the line or heading above it says so', () => {
  assert.equal(rules('- Zimni-Krajina7', ['Heslo k databázi:'])[0], 'password')
  assert.deepEqual(rules('- Zimni-Krajina7', ['Where the tables are']), [])
})

test('edited items are never re-checked (of the original): the hit says where and what, never the value', () => {
  const hits = findSecrets(`first line\nsecond ${token}`)
  assert.deepEqual(hits[0], { rule: 'github-token', name: 'a GitHub token', line: 2 })
  assert.ok(!JSON.stringify(hits).includes(token.slice(4, 14)))
})

test('what analysts write about their work is clean', () => {
  for (const text of [
    'Revenue is net of refunds since 2024-01-01; join `orders` to `refunds` on order_id.',
    'The API returns 429 after 100 requests a minute: wait for Retry-After.',
    'Primary key of events: (session_id, event_no). Partition key is the day.',
    'Tokens of the tokenizer are counted as chars/4; max_tokens: 8192.',
    'Use commit 3f2504e04f8911d39a0c0305e82c3301 of the parser.',
    'Heslo se nikdy nepíše do poznámek.',
  ]) {
    assert.deepEqual(rules(text), [], text)
  }
})
