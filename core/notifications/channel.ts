import type { Database } from '../database/connect.ts'
import type { Events } from '../database/events.ts'
import type { Lease, Leases } from '../database/leases.ts'
import type { Logger } from '../log.ts'
import { openSleeper, rest } from '../rest.ts'
import { claimDeliveries } from './claim-deliveries.ts'
import { deliverOne } from './deliver-one.ts'
import { dueDeliveries, nextDueIn } from './deliveries.ts'
import type { StoredNotification } from './notification.ts'
import { INBOX_EVENT } from './post-notifications.ts'

/** One more way to reach people: what a service that is a channel says about itself. */
export interface ChannelOptions {
  /** The id of the service; also its name in people's preferences. */
  readonly name: string
  /** Which of these people it can reach at all. */
  reaches(usernames: readonly string[]): Promise<readonly string[]>
  /** Brings one notification; throws RetryLater, Undeliverable, or anything else to be tried again. */
  deliver(notification: StoredNotification, signal: AbortSignal): Promise<void>
  /** People who are served at the same moment. */
  readonly parallel?: number
}

export interface Channel {
  /** Ends after what is being delivered right now. */
  close(): Promise<void>
}

interface ChannelDeps {
  readonly db: Database
  readonly events: Events
  readonly leases: Leases
  readonly log: Logger
}

const PARALLEL = 8
const LOOK_AT_LEAST_EVERY_MS = 15_000
const AFTER_TROUBLE_MS = 1000

/**
 * Follows the log of notifications and brings each to the people whom the channel reaches, in their
 * order, at least once, with retries; one process at a time works, another takes over when it dies.
 */
export function startChannel(deps: ChannelDeps, options: ChannelOptions): Channel {
  const { db, events, leases, log } = deps
  const closing = new AbortController()
  const sleeper = openSleeper()
  let stopListening: (() => Promise<void>) | undefined

  async function work(lease: Lease): Promise<void> {
    const signal = AbortSignal.any([closing.signal, lease.signal])
    while (!signal.aborted) {
      while (await claimDeliveries(db, options.name, options.reaches)) signal.throwIfAborted()
      const due = await dueDeliveries(db, options.name, options.parallel ?? PARALLEL)
      await Promise.all(due.map((delivery) => deliverOne(deps, options, delivery, signal)))
      if (due.length > 0) continue
      const wait = (await nextDueIn(db, options.name)) ?? LOOK_AT_LEAST_EVERY_MS
      await sleeper.rest(Math.min(LOOK_AT_LEAST_EVERY_MS, Math.max(50, wait)), signal)
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        stopListening ??= await events.listen(INBOX_EVENT, sleeper.wake)
        const lease = await leases.acquire(`channel/${options.name}`)
        if (!lease) await sleeper.rest(AFTER_TROUBLE_MS, closing.signal)
        else await work(lease).finally(() => lease.release())
      } catch (error) {
        if (closing.signal.aborted) return
        log.warn({ err: error, channel: options.name }, 'the channel pauses for a moment')
        await rest(AFTER_TROUBLE_MS, closing.signal)
      }
    }
  }

  const running = run()
  return {
    async close() {
      closing.abort()
      await running
      await stopListening?.()
    },
  }
}
