import type { Database } from '../database/connect.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { storableText } from '../storable-text.ts'
import type { ChannelOptions } from './channel.ts'
import { giveUp, markDelivered, markRetry, postpone, type DueDelivery } from './deliveries.ts'
import { preferencesOf, quietUntil } from './preferences.ts'

/** The other side asks to wait so long. */
export class RetryLater extends Error {
  readonly afterMs: number
  constructor(message: string, afterMs: number, options?: ErrorOptions) {
    super(message, options)
    this.name = 'RetryLater'
    this.afterMs = afterMs
  }
}

/** This can never arrive: no further try. */
export class Undeliverable extends Error {
  override readonly name = 'Undeliverable'
}

/** With the waits below so many take about three days. */
const MAX_ATTEMPTS = 80
const PATIENCE_MS = 3 * 86_400_000
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 3_600_000

interface DeliverDeps {
  readonly db: Database
  readonly log: Logger
}

/** Brings one notification, or writes down why not and when it is tried again. Throws only for the database. */
export async function deliverOne(
  { db, log }: DeliverDeps,
  { name, deliver }: Pick<ChannelOptions, 'name' | 'deliver'>,
  due: DueDelivery,
  signal: AbortSignal,
): Promise<void> {
  const now = new Date()
  const leave = (reason: string) => giveUp(db, name, due.seq, { reason, tried: false })
  if (due.expiresAt && due.expiresAt < now) return leave('expired')
  if (due.dismissedAt) return leave('dismissed before it was delivered')
  const preference = (await preferencesOf(db, due.username)).get(name)
  if (preference?.muted) return leave('muted')
  const quiet = preference && due.priority < 1 ? quietUntil(preference, now) : undefined
  if (quiet) return postpone(db, name, due.seq, quiet)
  try {
    await deliver(due, signal)
  } catch (error) {
    if (signal.aborted) return
    const reason = storableText(messageOf(error))
    if (error instanceof Undeliverable || isLastTry(due, now)) {
      log.warn({ channel: name, seq: due.seq, reason }, 'a notification cannot be delivered')
      return giveUp(db, name, due.seq, { reason, tried: true })
    }
    // A server that says "at once" for days must not be asked without a pause.
    const afterMs =
      error instanceof RetryLater ? Math.max(FIRST_WAIT_MS, error.afterMs) : waitAfter(due.attempts)
    log.info({ channel: name, seq: due.seq, reason, afterMs }, 'a delivery is tried again')
    return markRetry(db, name, due.seq, { error: reason, afterMs })
  }
  await markDelivered(db, name, due.seq)
}

/** Short waits that the other side asks for use up the tries in an hour: somebody may mend it after the weekend. */
function isLastTry({ attempts, createdAt }: DueDelivery, now: Date): boolean {
  return attempts + 1 >= MAX_ATTEMPTS && now.getTime() - createdAt.getTime() >= PATIENCE_MS
}

function waitAfter(attempts: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 20))
  return wait * (0.8 + Math.random() * 0.4)
}
