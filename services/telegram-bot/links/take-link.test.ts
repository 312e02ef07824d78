import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { linesOf, openTestImport } from '../../../tests/peers/import.ts'
import { linkOf, unlink } from './links.ts'

const file = 'notifications/telegram_users.json'

test('a link that its person ended or made here stays as it is, and a chat stays with whom it is', async () => {
  await using old = await openTestImport({
    [file]: {
      ann: { chat_id: 11, linked_at: '2026-02-03T12:00:00Z' },
      bob: { chat_id: 12 },
      cyd: { chat_id: 99 },
      dan: { chat_id: 'x' },
    },
  })
  for (const name of ['ann', 'bob', 'cyd']) {
    await createPerson(old.db, { email: `${name}@acme.com` })
  }
  await old.db.pool.query(
    `insert into telegram_bot.link (username, chat_id, telegram_name) values ('bob', 99, 'Bob')`,
  )
  assert.deepEqual(linesOf(await old.apply()), [
    `new ${file} ann`,
    `there ${file} bob`,
    `refused ${file} cyd`,
    `refused ${file} dan`,
  ])
  const link = await linkOf(old.db, 'ann')
  assert.deepEqual([link?.chatId, link?.linkedAt.toISOString()], [11, '2026-02-03T12:00:00.000Z'])
  assert.equal((await linkOf(old.db, 'bob'))?.telegramName, 'Bob')

  await unlink(old.db, 'ann', 'ann@acme.com')
  const [ann] = await old.apply()
  assert.deepEqual([ann?.state, /stays so/.test(ann?.detail ?? '')], ['there', true])
  assert.equal(await linkOf(old.db, 'ann'), undefined)
})
