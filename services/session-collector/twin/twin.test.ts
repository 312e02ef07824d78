import assert from 'node:assert/strict'
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { collect } from '../collect/collect.ts'
import { deleteSession, setPrivate } from '../sessions.ts'
import { makeTwins, pruneTwins, twinPath } from './make-twins.ts'
import { redactRecord } from './redact-record.ts'

let storage: TestDatabase
before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'session-collector', dir }])
})
after(() => storage.close())

const token = `ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`
const other = `ghp_${'Z9y8X7w6V5'.repeat(4).slice(0, 36)}`
const said = (text: string) => ({ type: 'user', message: { content: text } })
const row = (text: string) => `${JSON.stringify(said(text))}\n`

test('no secret scrubbing (of the original): equal secrets have equal marks, and no key, no mark', () => {
  const [first, again, different] = [token, token, other].map((secret) =>
    JSON.stringify(redactRecord(said(`use ${secret} here`), 'key')),
  )
  assert.equal(first, again)
  assert.match(first ?? '', /use \[REDACTED:github-token#[0-9a-f]{6}\] here/)
  assert.notEqual(first, different)
  assert.notEqual(first, JSON.stringify(redactRecord(said(`use ${token} here`), 'other key')))
})

test('a secret goes wherever it stands in a record: in names, lists, encoded, and in what repeats it', () => {
  const record = {
    type: 'user',
    [token]: 1,
    toolUseResult: { stdout: token },
    message: {
      content: [
        { type: 'tool_result', content: [{ type: 'text', text: `T=${token}` }] },
        { type: 'text', text: `see ${Buffer.from(`export T=${token}`).toString('base64')}` },
      ],
    },
  }
  const text = JSON.stringify(redactRecord(record, 'key'))
  assert.ok(!text.includes(token.slice(4, 14)), text)
  assert.ok(!text.includes(Buffer.from(token).toString('base64').slice(4, 16)), text)
  assert.equal(JSON.parse(text).type, 'user')
})

const hard: Readonly<Record<string, { said: string; secret: string }>> = {
  'a value that is nothing but a word, in a field named so': {
    said: JSON.stringify({ tool: 'login', password: 'harbormaster' }),
    secret: 'harbormaster',
  },
  'a value cut in two by code': {
    said: `T = "${token.slice(0, 20)}" + "${token.slice(20)}"`,
    secret: token.slice(24),
  },
  'a value wrapped by a backslash': {
    said: `the token is ${token.slice(0, 20)}\\\n  ${token.slice(20)}`,
    secret: token.slice(24),
  },
  'a value with invisible characters in it': {
    said: 'card 3782\u200b 8224\u200b63 10005',
    secret: '10005',
  },
  'two kinds that one value holds': {
    said: 'iban: DE89 3704 0044 0532 0130 00 of the shop',
    secret: '0130',
  },
  'the signature of a token': {
    said: 'x eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.q7Rk2Zs9LmW4xTbV8nYc',
    secret: 'q7Rk2Zs9',
  },
  'a word after `as` in quotes': { said: "use 'letmeinnow' as the password", secret: 'letmeinnow' },
  'a token at the border of what is searched': {
    said: `${'word '.repeat(3998)}${token}`,
    secret: token.slice(0, 8),
  },
}

test('a number is cut out as its text would be, a list as its parts; counts stay numbers', () => {
  const usage = {
    input_tokens: 12_345_678,
    cache_creation: { ephemeral_5m_input_tokens: 87_654_321 },
  }
  const hidden = {
    card: 4111111111111111,
    password: 918273645,
    passwords: ['harbormaster', 7771234],
  }
  const plain = { line: 1234, size: 123_456_789, at: 1764388800000, ratio: 0.123456789, none: null }
  const twin = redactRecord({ type: 'assistant', usage, plain, input: hidden }, 'key')
  assert.deepEqual([twin['usage'], twin['plain']], [usage, plain])
  const text = JSON.stringify(twin['input'])
  for (const secret of ['4111', '918273645', 'harbormaster', '7771234'])
    assert.ok(!text.includes(secret), text)
})

for (const [what, { said: text, secret }] of Object.entries(hard))
  test(`${what} goes, and no mark is cut up by another`, () => {
    const record = text.startsWith('{') ? { type: 'user', input: JSON.parse(text) } : said(text)
    const twin = JSON.stringify(redactRecord(record, 'key'))
    assert.ok(!twin.includes(secret), twin)
    assert.doesNotMatch(twin, /\[REDACTED:[^\]]*\[/)
  })

test('the twin follows its session: it grows with it, goes when it is private, deleted, or its time is over', async () => {
  await using folder = await temporaryFolder()
  const { db } = storage
  const homesDir = join(folder.path, 'homes')
  const place = { db, storeDir: join(folder.path, 'store'), key: 'key' }
  const source = join(homesDir, 'tom/user/sessions/s.jsonl')
  await mkdir(join(source, '..'), { recursive: true })
  await writeFile(source, row(`use ${token}`))
  const twin = () => readFile(twinPath(place.storeDir, 'tom', 's'), 'utf8')
  const run = async () => {
    await collect(db, { homesDir, storeDir: place.storeDir, quotaBytes: 1e9 })
    return (await makeTwins(place, 60_000)).made
  }
  assert.equal(await run(), 1)
  assert.doesNotMatch(await twin(), new RegExp(token))
  assert.equal(await run(), 0, 'what did not change is not redacted again')
  await appendFile(source, row('and more'))
  assert.equal(await run(), 1)
  assert.match(await twin(), /and more/)

  await setPrivate(place, 'tom', 's', true)
  await assert.rejects(twin(), { code: 'ENOENT' })
  assert.equal(await run(), 0)
  await setPrivate(place, 'tom', 's', false)
  assert.equal(await run(), 1)

  await db.pool.query(
    `update session_collector.session set analysed_at = now() - interval '500 days'`,
  )
  assert.equal(await pruneTwins(place, 400), 1)
  await assert.rejects(twin(), { code: 'ENOENT' })
  assert.equal(await run(), 0)
  await appendFile(source, row('once more'))
  assert.equal(await run(), 1)
  await deleteSession(place, 'tom', 's')
  await assert.rejects(twin(), { code: 'ENOENT' })
})
