import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAdmitted } from './admission.ts'

const rules = { allowedDomains: ['acme.com', 'acme.de'], allowedEmails: ['guest@example.org'] }

for (const email of ['ann@acme.com', 'bob@acme.de', 'guest@example.org']) {
  test(`${email} is let in`, () => assert.ok(isAdmitted(email, rules)))
}

for (const email of [
  'ann@sub.acme.com',
  'ann@evilacme.com',
  'ann@acme.com.evil.com',
  'ann@acme.com.',
  'ann@acme',
  'ann@com',
  'other@example.org',
  'eve@evil.com@acme.com',
  'eve@evil.com@guest@example.org',
  '@acme.com',
  'acme.com',
  'ann@',
  '',
]) {
  test(`${JSON.stringify(email)} is not let in`, () => assert.ok(!isAdmitted(email, rules)))
}

test('rules that are empty let nobody in', () => {
  for (const email of ['ann@acme.com', '', '@']) {
    assert.ok(!isAdmitted(email, { allowedDomains: [], allowedEmails: [] }))
  }
})
