import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { principalOfBearer } from '#core/identity/bearer.ts'
import { linkDevice, listDevices } from '#core/identity/devices.ts'
import { FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'
import { linkedProgram } from '../../tests/peers/program.ts'

let portal: TestPortal
let browser: FormBrowser
let personId: string

before(async () => {
  portal = await openTestPortal()
  personId = (await portal.addPerson('ann@acme.com')).id
  browser = await signedIn('ann@acme.com')
})
after(() => portal[Symbol.asyncDispose]())

async function signedIn(email: string): Promise<FormBrowser> {
  const made = new FormBrowser(portal.url)
  await made.signIn(email, testPassword)
  return made
}

const newest = async (): Promise<string> => (await listDevices(portal.db, personId))[0]?.id ?? ''

const unlink = (id: string, by = browser) => by.submit('/account', `/account/devices/${id}/unlink`)

test('the account page says what acts for the person, from where and when it was used', async () => {
  assert.match((await browser.get('/account')).text, /<code>analyst login<\/code> links one/)
  const { access_token = '' } = await linkedProgram(portal.url, browser)
  const before = (await browser.get('/account')).text
  assert.match(before, /<strong>analyst<\/strong>/)
  assert.match(before, /127\.0\.0\.1/)
  assert.match(before, /never used/)
  await principalOfBearer(portal, access_token)
  const after = (await browser.get('/account')).text
  assert.match(after, /last used\s+<time datetime="\d{4}-/)
})

test('its owner ends a device there, which counts from the next request on', async () => {
  const { access_token = '' } = await linkedProgram(portal.url, browser)
  const answer = await unlink(await newest())
  assert.equal(answer.headers.get('location'), '/account?done=device-unlinked')
  assert.equal(await principalOfBearer(portal, access_token), undefined)
  assert.match((await browser.get('/account?done=device-unlinked')).text, /is unlinked/)
  const [entry] = await listAudit(portal.db, { limit: 1 })
  assert.deepEqual([entry?.action, entry?.detail], ['device.unlink', { device: 'analyst' }])
})

test('somebody else’s device is as unknown as one that never was', async () => {
  await portal.addPerson('bob@acme.com')
  const bob = await signedIn('bob@acme.com')
  await linkedProgram(portal.url, browser)
  const id = await newest()
  for (const asked of [id, '00000000-0000-4000-8000-000000000000', 'none', "'--"]) {
    assert.equal((await unlink(encodeURIComponent(asked), bob)).status, 404, asked)
  }
  assert.equal(await newest(), id)
})

test('a form of another site ends nothing', async () => {
  await linkedProgram(portal.url, browser)
  const id = await newest()
  assert.equal((await browser.post(`/account/devices/${id}/unlink`, {})).status, 403)
  assert.equal(await newest(), id)
})

test('subtitle and icon as raw HTML (of the original): a device’s name is shown as text', async () => {
  const name = '"><script>alert(1)</script>'
  const device = { kind: 'browser', address: '::/64', seconds: 600 } as const
  await linkDevice(portal.db.pool, { personId, name, ...device })
  const { text } = await browser.get('/account')
  assert.ok(text.includes('&lt;script&gt;alert(1)'))
  assert.ok(!text.includes('<script>alert(1)'))
})
