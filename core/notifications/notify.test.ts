import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { imageOf } from './images.ts'
import { listInbox } from './inbox.ts'
import { notify } from './notify.ts'
import { pruneInbox } from './prune.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

const image = { type: 'image/png', bytes: Buffer.from('\x89PNG picture', 'latin1') } as const

test('a notification says what it was given, with a time and the address of its image', async () => {
  const posted = await notify(storage.db, 'ann', { title: 'Sales', message: '*down*', image })
  const [stored] = await listInbox(storage.db, 'ann', { limit: 1 })
  assert.equal(stored?.id, posted.id)
  assert.equal(stored?.body.title, 'Sales')
  assert.match(String(stored?.body['timestamp']), /^\d{4}-\d\d-\d\dT.*Z$/)
  assert.match(stored?.body.image_url ?? '', /^\/api\/notifications\/images\/[0-9a-f-]{36}\.png$/)
})

test('an image is for its owner alone and no name leads to another file', async () => {
  await notify(storage.db, 'owner', { title: 'x', image })
  const [stored] = await listInbox(storage.db, 'owner', { limit: 1 })
  const url = stored?.body.image_url ?? ''
  assert.deepEqual((await imageOf(storage.db, 'owner', url))?.bytes, image.bytes)
  assert.equal(await imageOf(storage.db, 'somebody', url), undefined)
  for (const name of ['', '../../etc/passwd', 'notify_ann_sales.png', `${url}/..`])
    assert.equal(await imageOf(storage.db, 'owner', name), undefined)
})

test('a retry with the same key stores neither the notification nor its image again', async () => {
  const first = await notify(storage.db, 'retry', { title: 'x', image, key: 'k' })
  const second = await notify(storage.db, 'retry', { title: 'x', image, key: 'k' })
  assert.deepEqual([second.duplicate, second.seq], [true, first.seq])
  const { rows } = await storage.db.pool.query(
    `select from core.notification_image where username = 'retry'`,
  )
  assert.equal(rows.length, 1)
})

test('a text that is too long is refused', async () => {
  await assert.rejects(notify(storage.db, 'ann', { message: 'x'.repeat(16_385) }))
})

test('weakness: images are never deleted: they go with their notifications', async () => {
  const { db } = storage
  await notify(db, 'old', { title: 'x', image })
  const images = async () => {
    const { rows } = await db.pool.query(
      `select from core.notification_image where username = 'old'`,
    )
    return rows.length
  }
  assert.equal(await images(), 1)
  for (const table of ['notification', 'notification_image']) {
    await db.pool.query(
      `update core.${table} set created_at = now() - interval '91 days' where username = 'old'`,
    )
  }
  assert.equal(await pruneInbox(db, 90), 1)
  assert.equal(await images(), 0)
})
