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
