import type { Database } from '#core/database/connect.ts'
import { listInbox, unreadCount } from '#core/notifications/inbox.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { Link } from '../links/links.ts'
import { barChart } from '../report/bar-chart.ts'
import { countByDay } from '../report/count-by-day.ts'
import { encodePng } from '../report/encode-png.ts'
import { sendPhoto } from '../telegram/send-photo.ts'
import type { Conversation } from './conversation.ts'

const DAYS = 14
const DAY_MS = 86_400_000
const PAGE = 1000

/** A report of the person's own notifications, with an image: shows that both arrive. */
export async function testReport(talk: Conversation, { username }: Link): Promise<void> {
  const { db, telegram } = talk.deps
  const now = new Date()
  const told = await timesSince(db, username, new Date(now.getTime() - DAYS * DAY_MS))
  const days = countByDay(told, DAYS, now)
  const total = days.reduce((sum, { count }) => sum + count, 0)
  const bars = days.map(({ day, count }) => ({ label: day.getUTCDate(), value: count }))
  const words = {
    title: `Test report for ${username}`,
    message: `${countOf(total, 'notification')} in ${DAYS} days, ${days.at(-1)?.count ?? 0} of them today; ${await unreadCount(db, username)} unread.\nA bar is a day of the month, the last one is today (UTC). Your own scripts can send reports like this one.`,
  }
  const photo = { type: 'image/png', bytes: encodePng(barChart(bars)) } as const
  await sendPhoto(telegram, photo, words, { chatId: talk.chatId, signal: talk.signal })
}

/** When a person was told something since a moment, however often that was, and a few times before. */
async function timesSince(db: Database, username: string, since: Date): Promise<readonly Date[]> {
  const times: Date[] = []
  for (let before: number | undefined; ;) {
    const page = await listInbox(db, username, { limit: PAGE, before })
    for (const { createdAt } of page) times.push(createdAt)
    const last = page.at(-1)
    if (page.length < PAGE || !last || last.createdAt < since) return times
    before = last.seq
  }
}
