import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findPersonByEmail } from '#core/identity/people.ts'
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
