import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { createPerson } from '../identity/people.ts'
import { findByOriginalName, originalName } from './person-of.ts'

test('the original named people by the local part in its own domains, and by all of the address elsewhere', () => {
  const domains = ['acme.com', 'acme.co.uk']
  for (const [email, name] of [
    ['ann@acme.com', 'ann'],
    ['ann.lee@acme.co.uk', 'ann.lee'],
    ['ann.lee@else.org', 'ann_lee_else_org'],
    ['ann@mail.acme.com', 'ann_mail_acme_com'],
    ['ann+x@acme.com.else.org', 'ann+x_acme_com_else_org'],
    ['"a@acme.com"@else.org', '"a_acme_com"_else_org'],
  ] as const) {
    assert.equal(originalName(email, domains), name)
  }
})

test('a name that two people had brings neither of them what was the other’s', async (t) => {
  const { db, close } = await openTestDatabase()
  t.after(close)
  for (const email of [
    'ann@acme.com',
    'ann@acme.org',
    'bob@acme.com',
    'c.d@else.org',
    'c@d.else.org',
    'eve_else_org@acme.com',
    'eve@else.org',
  ]) {
    await createPerson(db, { email })
  }
  const find = findByOriginalName(db, ['acme.com', 'acme.org'])
  for (const [name, email] of [
    ['ann', undefined],
    ['bob', 'bob@acme.com'],
    // Of one address the dot was in the name, of the other one in the domain.
    ['c_d_else_org', undefined],
    ['eve_else_org', undefined],
    ['Bob', undefined],
    ['', undefined],
  ] as const) {
    assert.equal((await find(name))?.email, email, name)
  }
})
