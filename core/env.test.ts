import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { isSet, readEnv } from './env.ts'
import { ConfigError } from './errors.ts'
import { escapeHtml, html, trusted } from './html.ts'
import { createLog } from './log.ts'

const declared = {
  PORT: { kind: 'port', default: '8080', description: 'Where it listens' },
  KEY: { kind: 'secret', description: 'A key' },
  LOUD: { kind: 'boolean', default: 'false', description: 'How' },
  NAMES: { kind: 'list', default: '', description: 'Who' },
  URL: { kind: 'url', description: 'Where' },
} as const

test('values are parsed by their kind, and defaults fill what is absent or empty', () => {
  const env = readEnv(declared, {
    PORT: '',
    LOUD: 'Yes',
    NAMES: 'a, b,,c',
    URL: 'https://x.example',
  })
  assert.equal(env.PORT, 8080)
  assert.equal(env.LOUD, true)
  assert.deepEqual(env.NAMES, ['a', 'b', 'c'])
  assert.equal(env.URL?.host, 'x.example')
  assert.equal(env.KEY, undefined)
})

test('what holds where an operator gives nothing holds where they give it empty, and never beside what they give', () => {
  const keyOf = (given: Record<string, string>) =>
    readEnv(declared, { KEY_UNLESS_GIVEN: 'ours', ...given }).KEY
  assert.equal(keyOf({}), 'ours')
  assert.equal(keyOf({ KEY: '', KEY_FILE: '' }), 'ours')
  assert.equal(keyOf({ KEY: 'theirs' }), 'theirs')
  assert.equal(keyOf({ KEY_FILE: import.meta.filename })?.startsWith('import assert'), true)
  assert.equal(isSet('KEY', { KEY_UNLESS_GIVEN: 'ours' }), false)
  assert.equal(readEnv(declared, { PORT_UNLESS_GIVEN: '9090' }).PORT, 9090)
})

test('all bad variables are named at once, each with what it must be', () => {
  assert.throws(
    () => readEnv(declared, { PORT: '99999', LOUD: 'maybe', URL: 'nowhere' }),
    (error) => {
      assert.ok(error instanceof ConfigError)
      assert.equal(error.problems.length, 3)
      assert.match(
        error.message,
        /PORT must be a port.*\n.*LOUD must be true or false.*\n.*URL must be a URL/,
      )
      return true
    },
  )
})

for (const text of [
  ' ',
  '\t',
  '1e3',
  '0x10',
  '8080.5',
  '8,080',
  '1_000',
  '٣',
  'Infinity',
  '9'.repeat(17),
]) {
  test(`“${text}” is no number: it is refused and never read as another`, () => {
    const count = { COUNT: { kind: 'integer', description: 'How many' } } as const
    assert.throws(() => readEnv(count, { COUNT: text }), /COUNT must be a whole number \(set COUNT/)
    assert.throws(() => readEnv(declared, { PORT: text }), /PORT must be a whole number/)
  })
}

test('a number that is too small to mean anything is refused: without a worker nothing would ever be done', () => {
  const many = { kind: 'integer', minimum: 1, description: 'At once' } as const
  const days = { kind: 'integer', description: 'Kept' } as const
  assert.throws(
    () => readEnv({ MANY: many, DAYS: days }, { MANY: '0', DAYS: '-1' }),
    /MANY must be 1 at least \(set MANY.*\n.*DAYS must be 0 at least \(set DAYS/,
  )
  assert.deepEqual(readEnv({ MANY: many, DAYS: days }, { MANY: '1', DAYS: '0' }), {
    MANY: 1,
    DAYS: 0,
  })
})

const memory = { LIMIT: { kind: 'memory', description: 'At most' } } as const

for (const text of ['256MB', '1.5GiB', '512 mib', '2TB', '0.5GB', '100.250MB']) {
  test(`“${text}” is an amount of memory and arrives as it was written`, () => {
    assert.equal(readEnv(memory, { LIMIT: text }).LIMIT, text)
  })
}

for (const text of [
  ...['256', 'lots', '-1', 'none', '80%', '256MB!', 'MB', '.5GB', '1e3MB', '1 GB 2 GB', '٣MB'],
  ...['0MB', '0.0GiB', '10KB', '10B', '99999999TB', '-256MB', ' 256MB', '256  MB', '256MB\n1GB'],
]) {
  test(`${JSON.stringify(text)} is no amount of memory: it is refused with examples of what would be one`, () => {
    assert.throws(
      () => readEnv(memory, { LIMIT: text }),
      /LIMIT must be an amount of memory such as 256MB or 1\.5GiB \(set LIMIT/,
    )
  })
}

test('a value may come from a file, but not from both', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'env-'))
  t.after(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, 'key'), 'from a file\n')
  const KEY_FILE = join(dir, 'key')
  assert.equal(readEnv(declared, { KEY_FILE }).KEY, 'from a file')
  assert.ok(isSet('KEY', { KEY_FILE }))
  assert.throws(() => readEnv(declared, { KEY: 'x', KEY_FILE }), /given twice/)
  assert.throws(() => readEnv(declared, { KEY_FILE: join(dir, 'none') }), /cannot be read/)
})

test('every value in a page is escaped unless it is HTML of ours', () => {
  const evil = `<script>"it's" & more</script>`
  assert.equal(escapeHtml(evil), '&lt;script&gt;&quot;it&#39;s&quot; &amp; more&lt;/script&gt;')
  const list = ['<a>', html`<b>${'<c>'}</b>`]
  assert.equal(
    html`<p title="${evil}">${list}${null}${false}${0}</p>`.text,
    `<p title="${escapeHtml(evil)}">&lt;a&gt;<b>&lt;c&gt;</b>0</p>`,
  )
  assert.equal(html`${trusted('<i>')}`.text, '<i>')
})

test('a log line is JSON, and what looks like a secret is not in it', () => {
  let said = ''
  const sink = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk)
      done()
    },
  })
  createLog('info', sink).info(
    { token: 'ada_x', form: { password: 'hunter2' }, user: 'ada' },
    'entered',
  )
  assert.ok(!/hunter2|ada_x/.test(said))
  const { level, user, msg } = JSON.parse(said) as Record<string, string>
  assert.deepEqual([level, user, msg], ['info', 'ada', 'entered'])
})
