import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redact } from './redact.ts'

const token = ['gh', 'p_', 'x8Kq2LmN4pR6sT8vW0yZ2aB4cD6eF8gH0iJ2'].join('')

/** The pieces of a text that are still there after redaction, of those that it must not show. */
const shown = (text: string, ...pieces: readonly string[]) => {
  const redacted = redact(text)
  assert.match(redacted, /\[[a-z-]+\]/, `nothing was found: ${redacted}`)
  return pieces.filter((piece) => redacted.includes(piece))
}

const [front, back] = [token.slice(0, 30), token.slice(30)]

test('the rest of a value goes with the part that was found, however it was cut', () => {
  for (const text of [
    `const key = '${front}' + '${back}'`,
    `const key = ['${front}', '${back}'].join('')`,
    `KEY = (\n  "${front}"\n  "${back}"\n)`,
    `the key: \`${front}\` + \`${back}\``,
    `The token by text message:\n1. (1/2) ${front}\n2. (2/2) ${back}`,
    `| part | token |\n|---|---|\n| 1/2 | \`${front}\` |\n| 2/2 | \`${back}\` |`,
  ]) {
    assert.deepEqual(shown(text, front, back), [], text)
  }
})

test('a quotation that is a secret in part is one as a whole', () => {
  const key = '7(nrd2=Meadow77!x)j#gda#js'
  assert.deepEqual(shown(`django_secret_key: "${key}"`, 'gda#js', '7(nrd2'), [])
})

test('what stands beside a secret and is none of it stays', () => {
  const address = redact('url = "postgres://loader:Tr0ub4dor@db.shop.lan:5432/sales"')
  assert.match(address, /^url = "postgres:\/\/loader:\[[a-z-]+\]@db\.shop\.lan:5432\/sales"$/)
  const list = redact(`users: ['ann', 'bob'], token '${token}', 2/3 of the rows`)
  assert.match(list, /^users: \['ann', 'bob'\], token '\[[a-z-]+\]', 2\/3 of the rows$/)
  const apart = redact(`token ${token}\n\n1/2 chapters-written`)
  assert.match(apart, /\n\n1\/2 chapters-written$/)
})

test('a text without a secret is left as it is', () => {
  const text = "parts: ['aaaa_bbbb', 'cccc_dddd'], 1/2 half, 2/2 whole"
  assert.equal(redact(text), text)
})
