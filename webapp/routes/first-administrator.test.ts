import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findOrCreatePerson, findPersonByEmail } from '#core/identity/people.ts'
import { firstAdministratorLink } from '#core/run/first-administrator.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, type TestPortal } from '../../tests/peers/portal.ts'

let portal: TestPortal
let path = ''
const fields = { email: 'Ann@Acme.com', name: 'Ann', password: 'correct horse battery' }

before(async () => {
  portal = await openTestPortal()
  path = (await firstAdministratorLink(portal.db, portal.publicUrl))?.pathname ?? ''
})
after(() => portal[Symbol.asyncDispose]())

test('a link that was never given out opens nothing', async () => {
  const browser = new FormBrowser(portal.url)
  const { status, text } = await browser.get('/first-administrator/abcdefgh')
  assert.equal(status, 404)
  assert.match(text, /This link has been used, or it is too old/)
})

test('opening the link does not use it up', async () => {
  const browser = new FormBrowser(portal.url)
  assert.equal((await browser.get(path)).status, 200)
  assert.match((await browser.get(path)).text, /Make yourself the administrator/)
})

test('what was typed wrongly is told, kept, and leaves the link good', async () => {
  const browser = new FormBrowser(portal.url)
  const weak = await browser.submit(path, path, { ...fields, password: 'password1234' })
  assert.equal(weak.status, 400)
  assert.match(weak.text, /among the first that are guessed/)
  assert.match(weak.text, /value="Ann@Acme.com"/)
  const noAddress = await browser.submit(path, path, { ...fields, email: 'ann' })
  assert.match(noAddress.text, /not an e-mail address/)
  assert.equal((await browser.post(path, fields)).status, 403)
  assert.equal((await browser.get(path)).status, 200)
})

test('of two who send the form at the same moment one becomes administrator, and the link is dead', async () => {
  const browsers = [new FormBrowser(portal.url), new FormBrowser(portal.url)]
  const tokens = await Promise.all(
    browsers.map(async (browser) => csrfIn((await browser.get(path)).text)),
  )
  const answers = await Promise.all(
    browsers.map((browser, index) => browser.post(path, { ...fields, csrf: tokens[index] ?? '' })),
  )
  const statuses = answers.map(({ status }) => status)
  assert.equal(statuses.filter((status) => status === 303).length, 1)
  const winner = browsers[statuses.indexOf(303)]
  assert.match((await winner?.get('/'))?.text ?? '', /Welcome, Ann/)
  assert.match((await winner?.get('/status'))?.text ?? '', /<h1>Health<\/h1>/)
  assert.equal((await findPersonByEmail(portal.db, 'ann@acme.com'))?.admin, true)
  assert.equal((await new FormBrowser(portal.url).get(path)).status, 404)
  assert.equal(await firstAdministratorLink(portal.db, portal.publicUrl), undefined)
})

test('the first administrator signs in with the password afterwards', async () => {
  const { status } = await new FormBrowser(portal.url).signIn('ann@acme.com', fields.password)
  assert.equal(status, 303)
})

test('a link that is a day old, or was given out before somebody else became administrator, opens nothing', async () => {
  await using fresh = await openTestPortal()
  const link = await firstAdministratorLink(fresh.db, fresh.publicUrl)
  const at = link?.pathname ?? ''
  const browser = new FormBrowser(fresh.url)
  const { text } = await browser.get(at)
  await fresh.db.pool.query(
    `update core.one_time_link set expires_at = expires_at - interval '1 day'`,
  )
  assert.equal((await browser.get(at)).status, 404)
  const late = await browser.post(at, { ...fields, csrf: csrfIn(text) })
  assert.equal(late.status, 404)
  assert.equal(await findPersonByEmail(fresh.db, 'ann@acme.com'), undefined)

  const second = (await firstAdministratorLink(fresh.db, fresh.publicUrl))?.pathname ?? ''
  const page = await browser.get(second)
  await fresh.addPerson('root@acme.com', { admin: true })
  assert.equal((await browser.get(second)).status, 404)
  const forced = await browser.post(second, { ...fields, csrf: csrfIn(page.text) })
  assert.equal(forced.status, 404)
})

test('who was known already becomes administrator by the link, keeps their name, and has the password typed', async () => {
  await using fresh = await openTestPortal()
  const { id } = await fresh.addPerson('ann@acme.com', { name: 'Ann Smith' })
  const at = (await firstAdministratorLink(fresh.db, fresh.publicUrl))?.pathname ?? ''
  const typed = { ...fields, name: 'Somebody', password: 'another long sentence' }
  assert.equal((await new FormBrowser(fresh.url).submit(at, at, typed)).status, 303)
  const ann = await findPersonByEmail(fresh.db, 'ann@acme.com')
  assert.deepEqual([ann?.id, ann?.name, ann?.admin], [id, 'Ann Smith', true])
  const entered = await new FormBrowser(fresh.url).signIn('ann@acme.com', typed.password)
  assert.equal(entered.status, 303)
})

test('links are not guessed: after twenty tries an address waits, also with the right one', async () => {
  await using fresh = await openTestPortal()
  const at = (await firstAdministratorLink(fresh.db, fresh.publicUrl))?.pathname ?? ''
  const browser = new FormBrowser(fresh.url)
  for (let tries = 0; tries < 20; tries += 1)
    assert.equal((await browser.get(`${at.slice(0, -2)}${tries + 10}`)).status, 404)
  const refused = await browser.get(at)
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
})

test('whoever the rules bar may enter as the first administrator', async () => {
  await using other = await openTestPortal()
  const { db } = other
  const barred = await findOrCreatePerson(db, { email: 'bea@acme.com' })
  await db.pool.query('update core.person set barred_at = now() where id = $1', [barred.id])
  const link = (await firstAdministratorLink(db, other.publicUrl))?.pathname ?? ''
  const browser = new FormBrowser(other.url)
  const { status } = await browser.submit(link, link, { ...fields, email: 'bea@acme.com' })
  assert.equal(status, 303)
  assert.equal((await browser.get('/account')).status, 200)
})
