import type { Database } from '#core/database/connect.ts'
import { channelState } from '#core/notifications/deliveries.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { Health } from '#core/service.ts'
import { updateState } from './updates/stored-updates.ts'
import type { BotState } from './updates/run-bot.ts'

const remedies = {
  token:
    'Take the right token from @BotFather, set TELEGRAM_BOT_TOKEN, and start the service again.',
  conflict:
    'Another program asks for the updates of this bot: stop it, or give this stack a bot of its own.',
} as const

/** How the bot is: what stands in its way, with the remedy, and when it last did something. */
export async function botHealth(db: Database, channel: string, state: BotState): Promise<Health> {
  const [deliveries, updates] = await Promise.all([channelState(db, channel), updateState(db)])
  const last = [deliveries.lastDelivery, updates.lastHandled]
    .filter((time) => time !== null)
    .toSorted((a, b) => b.getTime() - a.getTime())[0]
  const lastWork = last ? { lastWork: last.toISOString() } : {}
  const { problem } = state
  if (problem) {
    const remedy =
      problem.kind === 'token' || problem.kind === 'conflict' ? remedies[problem.kind] : ''
    const status = problem.kind === 'token' ? 'failed' : 'degraded'
    return { status, detail: `${problem.reason}. ${remedy}`.trim(), ...lastWork }
  }
  const counts = [
    [deliveries.waiting, 'notification waits', 'notifications wait'],
    [deliveries.failedToday, 'not delivered today', 'not delivered today'],
    [updates.waiting, 'message of people waits', 'messages of people wait'],
    [updates.failedToday, 'not answered today', 'not answered today'],
  ] as const
  const told = counts.flatMap(([count, one, many]) =>
    count > 0 ? [countOf(count, one, many)] : [],
  )
  const { lastError } = deliveries
  const detail = `${told.join(', ')}${lastError === null ? '' : `: ${lastError}`}`
  const status = updates.failedToday > 0 ? 'degraded' : 'ok'
  return { status, ...(detail && { detail }), ...lastWork }
}
