import type { Database } from '#core/database/connect.ts'
import type { Events } from '#core/database/events.ts'
import type { Leases } from '#core/database/leases.ts'
import type { Logger } from '#core/log.ts'
import { rest } from '#core/rest.ts'
import { failureOf, type Failure } from '../telegram/failure.ts'
import type { Telegram } from '../telegram/telegram.ts'
import { dispatchUpdates } from './dispatch.ts'
import { pollUpdates, type PollState } from './poll.ts'
import { keepPruned, type StoredUpdate } from './stored-updates.ts'
import { ALLOWED_UPDATES } from './update.ts'

export interface BotOptions {
  readonly db: Database
  readonly events: Events
  readonly leases: Leases
  readonly log: Logger
  readonly telegram: Telegram
  readonly state: BotState
  /** Where Telegram calls; without it we ask. */
  readonly webhook?: { readonly url: URL; readonly secret: string } | undefined
  readonly pollSeconds: number
  handle(update: StoredUpdate, signal: AbortSignal): Promise<void>
}

/** What the health page and the person's page say of the bot. */
export interface BotState extends PollState {
  name?: string
}

export interface Bot {
  /** Ends after what is handled right now has noticed. */
  close(): Promise<void>
}

const AFTER_TROUBLE_MS = 1000
const KEPT_DAYS = 14
const PRUNE_EVERY_MS = 3_600_000

/** Gets and handles updates; of several processes one works, another takes over when it dies. */
export function runBot(options: BotOptions): Bot {
  const { db, leases, log, webhook } = options
  const closing = new AbortController()

  async function work(signal: AbortSignal): Promise<void> {
    // Whatever ends one of them ends all, and then all begin again.
    const failed = new AbortController()
    const either = AbortSignal.any([signal, failed.signal])
    const parts = [
      dispatchUpdates(options, 'chats', either),
      dispatchUpdates(options, 'runs', either),
      learnName(options, either),
      keepPruned(db, { days: KEPT_DAYS, everyMs: PRUNE_EVERY_MS }, either),
      webhook
        ? announceWebhook(options, webhook, either)
        : pollUpdates({ ...options, seconds: options.pollSeconds }, either),
    ]
    try {
      await Promise.all(parts)
    } finally {
      failed.abort()
      await Promise.allSettled(parts)
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const lease = await leases.acquire('telegram-bot/updates')
        if (lease)
          await work(AbortSignal.any([closing.signal, lease.signal])).finally(() => lease.release())
      } catch (error) {
        if (!closing.signal.aborted) log.warn({ err: error }, 'the bot pauses for a moment')
      }
      await rest(AFTER_TROUBLE_MS, closing.signal)
    }
  }

  const running = run()
  return {
    async close() {
      closing.abort()
      await running
    },
  }
}

/** Asks Telegram until it answers; meanwhile the state says why it does not. */
async function untilAnswered<T>(
  { log, state }: BotOptions,
  ask: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  let problem: Failure | undefined
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const answer = await ask()
      // Another question may have found out worse meanwhile.
      if (problem && state.problem === problem) delete state.problem
      return answer
    } catch (error) {
      if (signal.aborted) break
      problem = state.problem = failureOf(error)
      const pause = Math.min(60_000, 1000 * 2 ** Math.min(failures, 6))
      log.warn({ reason: problem.reason, pause }, 'Telegram does not answer as it should')
      await rest(pause, signal)
    }
  }
  return undefined
}

async function learnName(options: BotOptions, signal: AbortSignal): Promise<void> {
  const me = await untilAnswered(options, () => options.telegram.getMe(signal), signal)
  if (me?.username !== undefined) options.state.name = me.username
}

async function announceWebhook(
  options: BotOptions,
  { url, secret }: { readonly url: URL; readonly secret: string },
  signal: AbortSignal,
): Promise<void> {
  const webhook = { url: url.href, secret_token: secret, allowed_updates: [...ALLOWED_UPDATES] }
  await untilAnswered(options, () => options.telegram.setWebhook(webhook, signal), signal)
}
