import type { Database } from '../database/connect.ts'
import type { Events } from '../database/events.ts'
import { onTransaction } from '../database/on-transaction.ts'
import { messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import { openSleeper } from '../rest.ts'
import { storableText } from '../storable-text.ts'
import { MAIL_EVENT } from './queue-mail.ts'
import type { OutgoingMail, SendMail } from './send-mail.ts'

/** What brings queued mail away, until it is closed. */
export interface MailDelivery {
  close(): Promise<void>
}

interface DeliveryDeps {
  readonly db: Database
  readonly events: Events
  readonly log: Logger
  readonly send: SendMail
}

const LOOK_EVERY_MS = 30_000
const AFTER_TROUBLE_MS = 2000
/** With waits that double from half a minute to four hours: about two days. */
const MAX_ATTEMPTS = 20
const KEEP_DAYS = 30

/**
 * Delivers the queue: woken by what comes in, one message at a time, each by one process. A refusal is
 * tried again with growing waits and given up in the end; it stays on the outbox page with its reason.
 */
export function startMailDelivery(deps: DeliveryDeps): MailDelivery {
  const { db, events, log } = deps
  const closing = new AbortController()
  const sleeper = openSleeper()
  let stopListening: (() => Promise<void>) | undefined

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        stopListening ??= await events.listen(MAIL_EVENT, sleeper.wake)
        while (!closing.signal.aborted && (await deliverNext(deps)));
        await forgetOld(db)
        await sleeper.rest(LOOK_EVERY_MS, closing.signal)
      } catch (error) {
        if (closing.signal.aborted) return
        log.warn({ reason: messageOf(error) }, 'mail cannot be delivered at the moment')
        await sleeper.rest(AFTER_TROUBLE_MS, closing.signal)
      }
    }
  }

  const working = work()
  return {
    async close() {
      closing.abort()
      await working
      await stopListening?.()
    },
  }
}

/** Takes the next message that is due, if there is one; the row is held so that no other process takes it. */
async function deliverNext({ db, log, send }: DeliveryDeps): Promise<boolean> {
  return onTransaction(db, async (client) => {
    const { rows } = await client.query<OutgoingMail & { id: number; attempts: number }>(
      `select id, recipient, subject, body, attempts from core.mail
       where sent_at is null and failed_at is null and next_try_at <= now()
       order by next_try_at, id limit 1 for update skip locked`,
    )
    const [mail] = rows
    if (mail) {
      const refusal = await refusalOf(send, mail)
      await client.query(
        refusal === undefined
          ? `update core.mail set sent_at = now(), body = '', attempts = attempts + 1, last_error = null
             where id = $1`
          : `update core.mail set attempts = attempts + 1, last_error = $2,
               failed_at = case when attempts + 1 >= $3 or $4 then now() end,
               next_try_at = now() + least(interval '4 hours', interval '30 seconds' * 2 ^ least(attempts, 20))
             where id = $1`,
        refusal === undefined
          ? [mail.id]
          : [mail.id, refusal.reason, MAX_ATTEMPTS, refusal.permanent],
      )
      if (refusal) log.warn({ mail: mail.id, reason: refusal.reason }, 'a mail was not taken')
    }
    return mail !== undefined
  })
}

interface Refusal {
  readonly reason: string
  /** 5yz: the server will not take it later either (RFC 5321, 4.2.1). */
  readonly permanent: boolean
}

async function refusalOf(send: SendMail, mail: OutgoingMail): Promise<Refusal | undefined> {
  try {
    await send(mail)
    return undefined
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string }
    // A wrong password of ours is mended by the administrator; the mail is not to blame.
    const permanent = (responseCode ?? 0) >= 500 && code !== 'EAUTH'
    return { reason: storableText(messageOf(error)), permanent }
  }
}

async function forgetOld(db: Database): Promise<void> {
  await db.pool.query(
    'delete from core.mail where created_at < now() - make_interval(days => $1)',
    [KEEP_DAYS],
  )
}
