import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usernameCandidates } from './username.ts'

const first = (email: string): string => usernameCandidates(email).next().value ?? ''

const expected = {
  'ann@acme.com': 'ann',
  'ann.lee@acme.com': 'ann.lee',
  'Ann_Lee@acme.com': 'ann_lee',
  "o'brien@acme.com": 'o-brien',
  'ann+sales@acme.com': 'ann-sales',
  '_ann_@acme.com': 'ann',
  '42@acme.com': 'person',
  '--@acme.com': 'person',
}
for (const [email, username] of Object.entries(expected)) {
  test(`${email} becomes ${username}`, () => assert.equal(first(email), username))
}

test('a system account becomes a person (of the original): its names are nobody’s', () => {
  const system =
    'root admin administrator nobody postgres daemon bin sys sync games man lp mail news uucp proxy ' +
    'www-data backup list irc systemd sshd git docker nginx node deploy data-ops everyone guest ' +
    'support postmaster hostmaster'
  const names = system.split(' ')
  assert.ok(names.length >= 30)
  for (const name of names) assert.equal(first(`${name}@acme.com`), `${name}2`)
  assert.equal(first('ROOT@acme.com'), 'root2')
  assert.equal(first('-root-@acme.com'), 'root2')
})

test('a name that is taken is followed by numbers, as many as it takes', () => {
  const candidates = usernameCandidates('ann@acme.com')
  const names = Array.from({ length: 1000 }, () => candidates.next().value)
  assert.deepEqual(names.slice(0, 3), ['ann', 'ann2', 'ann3'])
  assert.equal(new Set(names).size, 1000)
})

test('every name begins with a letter, and fits where systems take 32 characters', () => {
  for (const local of ['a'.repeat(64), '1'.repeat(64), `${'a'.repeat(27)}.b`, '~~~', 'ä.ö']) {
    assert.match(first(`${local}@acme.com`), /^[a-z]([a-z0-9._-]{0,26}[a-z0-9])?$/)
  }
})
