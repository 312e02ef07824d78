import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ADMINISTRATORS, createGroup } from '#core/identity/groups.ts'
import { suspendPerson } from '#core/identity/people.ts'
import type { SamlAnswer } from '../../tests/peers/saml-idp.ts'
import {
  ann,
  assertRefused,
  openSamlPortal,
  type SamlPortal,
} from '../../tests/peers/saml-portal.ts'

let saml: SamlPortal

before(async () => {
  saml = await openSamlPortal({
    settings: { group_attribute: 'memberOf', name_attribute: 'cn' },
  })
})
after(() => saml[Symbol.asyncDispose]())

const person = (nameId: string, attributes: SamlAnswer['attributes']) => ({
  nameId,
  ...(attributes && { attributes }),
})

async function groupsOf(email: string) {
  const { rows } = await saml.portal.db.pool.query<{ group_name: string }>(
    'select group_name from core.membership where email = $1 order by 1',
    [email],
  )
  return rows.map(({ group_name: name }) => name)
}

async function refused(answer: SamlAnswer, reason: RegExp) {
  const { browser, ...visited } = await saml.signIn(answer)
  await assertRefused(saml, browser, visited, reason)
}

test('groups follow what the issuer says at every sign-in, and nobody becomes an administrator by a name', async () => {
  await createGroup(saml.portal.db, { name: 'finance' })
  await createGroup(saml.portal.db, { name: 'sales' })
  const email = 'gil@acme.com'
  await saml.signIn(person('gil', { email, memberOf: ['finance', ADMINISTRATORS, 'no-such'] }))
  assert.deepEqual(await groupsOf(email), ['finance'])
  await saml.signIn(person('gil', { email, memberOf: 'sales' }))
  assert.deepEqual(await groupsOf(email), ['sales'])
  await saml.signIn(person('gil', { email }))
  assert.deepEqual(await groupsOf(email), [])
})

test('a mapping gives groups of the issuer names of ours, administrators too', async () => {
  await using own = await openSamlPortal({
    settings: { group_attribute: 'g', groups: { 'b7f3-guid': ADMINISTRATORS } },
  })
  await own.signIn(person('adm', { email: 'adm@acme.com', g: ['b7f3-guid', 'constructor'] }))
  const { rows } = await own.portal.db.pool.query(
    `select group_name from core.membership where email = 'adm@acme.com'`,
  )
  assert.deepEqual(rows, [{ group_name: ADMINISTRATORS }])
})

test('the name comes from name_attribute, with what HTML and XML escape', async () => {
  const { browser } = await saml.signIn(
    person('eve', { email: 'eve@acme.com', cn: 'Eve &lt;b&gt; &amp; Co' }),
  )
  assert.match((await browser.get('/account')).text, /Eve &lt;b&gt; &amp; Co/)
})

test('the address is found under the names that issuers use, or is the NameID of that format', async () => {
  const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress'
  assert.equal((await saml.signIn(person('n1', { [claims]: 'n1@acme.com' }))).status, 303)
  assert.equal((await saml.signIn(person('n2', { mail: 'N2@ACME.com' }))).status, 303)
  const NameIDFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'
  assert.equal((await saml.signIn({ nameId: 'n3@acme.com', tags: { NameIDFormat } })).status, 303)
  await refused({ nameId: 'n4@acme.com' }, /says no e-mail address/)
})

test('where email_attribute is set, only that attribute counts', async () => {
  await using own = await openSamlPortal({ settings: { email_attribute: 'work' } })
  const { browser, ...visited } = await own.signIn(ann)
  await assertRefused(own, browser, visited, /says no e-mail address/)
  assert.equal((await own.signIn(person('w', { work: 'w@acme.com' }))).status, 303)
})

test('several addresses are refused: which of them counts is not ours to choose', async () => {
  const email = ['ann@acme.com', 'root@acme.com']
  await refused(person('many', { email }), /several values/)
})

test('e-mail rules (of the original): two @, other scripts, blanks and domains that only look right are refused', async () => {
  for (const email of [
    'eve@evil.com@acme.com',
    'a\u212A@acme.com',
    'a b@acme.com',
    'eve@\u0430cme.com',
  ])
    await refused(person('odd', { email }), /not an e-mail address/)
  for (const email of ['eve@acme.com.evil.com', 'eve@evilacme.com', 'eve@sub.acme.com']) {
    const { status, browser } = await saml.signIn(person('outside', { email }))
    assert.equal(status, 403)
    assert.equal(browser.cookie('session'), undefined)
  }
})

test('an address that changes to a foreign domain at the issuer closes the door', async () => {
  assert.equal((await saml.signIn(person('mover', { email: 'mover@acme.com' }))).status, 303)
  assert.equal((await saml.signIn(person('mover', { email: 'mover@evil.com' }))).status, 403)
})

test('a second NameID with the same address does not take the account over', async () => {
  assert.equal((await saml.signIn(person('first', { email: 'own@acme.com' }))).status, 303)
  assert.equal((await saml.signIn(person('second', { email: 'own@acme.com' }))).status, 409)
})

test('without trust_email an address alone lets nobody in, not even into their own account', async () => {
  await using own = await openSamlPortal({ settings: { trust_email: false } })
  await own.portal.addPerson('ann@acme.com')
  const { status, browser } = await own.signIn(ann)
  assert.equal(status, 403)
  assert.equal(browser.cookie('session'), undefined)
})

test('a locked person does not enter', async () => {
  await saml.signIn(person('lou', { email: 'lou@acme.com' }))
  const { rows } = await saml.portal.db.pool.query<{ id: string }>(
    `select id from core.person where email = 'lou@acme.com'`,
  )
  await suspendPerson(saml.portal.db, rows[0]?.id ?? '')
  assert.equal((await saml.signIn(person('lou', { email: 'lou@acme.com' }))).status, 403)
})
