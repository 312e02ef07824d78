import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { followAdmission } from '#core/identity/follow-admission.ts'
import { createPerson, findPersonByEmail } from '#core/identity/people.ts'
import { queueMail } from '#core/mail/queue-mail.ts'
import { csrfIn, FormBrowser } from '../../tests/peers/form-browser.ts'
import { openTestPortal, testPassword, type TestPortal } from '../../tests/peers/portal.ts'

let portal: TestPortal
let admin: FormBrowser

before(async () => {
  portal = await openTestPortal()
  await portal.addPerson('root@acme.com', { admin: true })
  admin = new FormBrowser(portal.url)
  await admin.signIn('root@acme.com', testPassword)
})
after(() => portal[Symbol.asyncDispose]())

test('nobody is found by an address that is none, and nobody is invited by one', async () => {
  for (const id of ['x', '0', '00000000-0000-0000-0000-000000000000', '-'.repeat(36)]) {
    assert.equal((await admin.get(`/admin/people/${id}`)).status, 404, id)
    const sent = await admin.submit('/admin/people', `/admin/people/${id}/suspend`)
    assert.equal(sent.status, 404, id)
  }
  for (const email of ['', 'no address', 'a@b@c.de', 'a\nb@c.de']) {
    const { length } = (await portal.db.pool.query('select from core.person')).rows
    const sent = await admin.submit('/admin/people', '/admin/people', { email })
    assert.equal(sent.status, 400, email)
    assert.equal((await portal.db.pool.query('select from core.person')).rows.length, length)
  }
})

test('the address that confirms a removal may be typed in capitals, and with blanks around it', async () => {
  const { id } = await portal.addPerson('loud@acme.com')
  const path = `/admin/people/${id}`
  await admin.submit(path, `${path}/remove`, { confirm: ' LOUD@Acme.com ' })
  assert.equal(await findPersonByEmail(portal.db, 'loud@acme.com'), undefined)
})

test('a change of a group that cannot be is refused with the reason, and not written down', async () => {
  await portal.addPerson('joe@acme.com')
  await admin.submit('/admin/groups', '/admin/groups', { name: 'crew' })
  const page = '/admin/groups/crew'
  const written = () => listAudit(portal.db, { subject: 'crew', limit: 99 })
  const { length } = await written()
  for (const [action, fields, status] of [
    ['/admin/groups', { name: 'crew' }, 409],
    ['/admin/groups', { name: '../crew' }, 400],
    [`${page}/grant`, { tables: 'shop/orders/x' }, 400],
    [`${page}/revoke`, { tables: 'shop/*' }, 404],
    [`${page}/add-member`, { email: 'nobody' }, 400],
    [`${page}/remove-member`, { email: 'joe@acme.com' }, 404],
    ['/admin/groups/everyone/add-member', { email: 'joe@acme.com' }, 409],
    ['/admin/groups/administrators/remove', { confirm: 'yes' }, 409],
    ['/admin/groups/none/grant', { tables: '*' }, 404],
  ] as const) {
    const sent = await admin.submit(page, action, fields)
    assert.equal(sent.status, status, `${action} ${JSON.stringify(fields)}`)
  }
  assert.equal((await written()).length, length)
  for (const table of ['', 'shop', 'Shop/Orders', 'shop/*', 'a/b/c']) {
    assert.equal((await admin.get(`/admin/tables?table=${table}`)).status, 400, table)
  }
})

test('a message that waits is sent again, one that was sent or never was is not', async () => {
  await queueMail(portal.db, { to: 'ann@acme.com', subject: 'Waits', text: 'x' })
  const { rows } = await portal.db.pool.query<{ id: number }>(
    `update core.mail set attempts = 9, failed_at = now(), last_error = 'refused'
     where subject = 'Waits' returning id`,
  )
  const again = (id: unknown) => admin.submit('/admin/outbox', `/admin/outbox/${String(id)}/again`)
  assert.equal((await again(rows[0]?.id)).headers.get('location'), '/admin/outbox')
  const tried = await portal.db.pool.query(
    `select from core.mail where subject = 'Waits' and attempts = 0 and failed_at is null`,
  )
  assert.equal(tried.rowCount, 1)
  await portal.db.pool.query(`update core.mail set sent_at = now() where subject = 'Waits'`)
  for (const id of [rows[0]?.id, 999_999, 'x', '1.5', '9'.repeat(30)]) {
    assert.equal((await again(id)).status, 404, String(id))
  }
})

test('who is suspended is not invited, and gets no mail that would open nothing', async () => {
  const { id } = await portal.addPerson('out@acme.com')
  await admin.submit('/admin/people', `/admin/people/${id}/suspend`)
  const sent = await admin.submit('/admin/people', '/admin/people', { email: 'Out@acme.com' })
  assert.equal(sent.status, 409)
  assert.match(sent.text, /out@acme\.com is suspended/)
  const { rows } = await portal.db.pool.query(
    `select from core.mail where recipient = 'out@acme.com'`,
  )
  assert.equal(rows.length, 0)
})

test('an invitation lets in whom the rules do not admit any more, for good', async () => {
  const { id } = await createPerson(portal.db, { email: 'ruled@acme.com', invited: false })
  const follow = () => followAdmission(portal.db, { allowedDomains: [], allowedEmails: [] })
  await follow()
  assert.match((await admin.get(`/admin/people/${id}`)).text, /not admitted/)
  await admin.submit('/admin/people', '/admin/people', { email: 'ruled@acme.com' })
  await follow()
  assert.equal((await findPersonByEmail(portal.db, 'ruled@acme.com'))?.barred, false)
})

test('an administrator who presses “Invite” twice at once sees no error, and invites one person', async () => {
  const csrf = csrfIn((await admin.get('/admin/people')).text)
  const sent = await Promise.all(
    Array.from({ length: 4 }, () =>
      admin.post('/admin/people', { csrf, email: 'twice@acme.com', name: 'Twice' }),
    ),
  )
  assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]))
})

test('a notice among the people comes from a fixed list and never from the address', async () => {
  assert.match((await admin.get('/admin/people?done=removed')).text, /The person was removed\./)
  for (const asked of ['Call+us+now', 'constructor', 'toString', ''])
    assert.doesNotMatch(
      (await admin.get(`/admin/people?done=${asked}`)).text,
      /Call us now|native code|class="notice/,
      asked,
    )
})
