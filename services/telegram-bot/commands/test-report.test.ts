import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { openRateLimits } from '#core/http/rate-limits.ts'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { postNotifications } from '#core/notifications/post-notifications.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { openFakeTelegram } from '../../../tests/peers/telegram-api.ts'
import { openTelegram } from '../telegram/telegram.ts'
import { testReport } from './test-report.ts'

const CHAT = 77

/** A person, and what the report about them says. */
async function open(t: TestContext) {
  const { db, close } = await openTestDatabase([])
  t.after(close)
  const fake = await openFakeTelegram()
  t.after(() => fake[Symbol.asyncDispose]())
  const { username } = await createPerson(db, { email: 'ann@acme.com' })
  const deps = {
    ...{ db, log: createLog('silent'), limits: openRateLimits(db), runner: undefined },
    ...{ telegram: openTelegram(fake.token, fake.url), instanceName: 'Acme' },
    ...{ page: new URL('https://data.example.com/telegram'), botName: () => undefined },
  }
  const sender = { id: CHAT, first_name: 'Ann' }
  const talk = { deps, chatId: CHAT, sender, rest: '', signal: AbortSignal.timeout(60_000) }
  const link = { username, chatId: CHAT, telegramName: 'Ann', linkedAt: new Date() }
  return {
    db,
    username,
    async report() {
      await testReport(talk, link)
      return fake.textsOf(CHAT).at(-1) ?? ''
    },
  }
}

test('of more than two thousand notifications the older days were empty: all of them are counted', async (t) => {
  const { db, username, report } = await open(t)
  assert.match(await report(), /0 notifications in 14 days, 0 of them today; 0 unread/)
  const body = JSON.stringify({ title: 'x' })
  await postNotifications(
    db,
    Array.from({ length: 2500 }, () => ({ username, body })),
  )
  // The oldest are too old, the next are of an earlier day.
  await db.pool.query(
    `update core.notification set created_at = now() - make_interval(days => case
       when seq <= 100 then 20 when seq <= 600 then 12 else 0 end)`,
  )
  assert.match(await report(), /2,400 notifications in 14 days, \d+ of them today; 2500 unread/)
})
