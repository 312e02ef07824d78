import type { Database } from '#core/database/connect.ts'
import { messageOf, UpstreamError } from '#core/errors.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { listPeople, type Person } from '#core/identity/people.ts'
import type { Logger } from '#core/log.ts'
import { queueMail, withdrawMail } from '#core/mail/queue-mail.ts'
import { listInbox, unreadCount } from '#core/notifications/inbox.ts'
import { digestMail } from './digest-mail.ts'
import { countOf } from '#core/portal/format-count.ts'
import { dayOfSending } from './send-time.ts'
import { markMailed, subscribers, takeLook } from './subscriptions.ts'

export interface DigestDeps {
  readonly db: Database
  readonly log: Logger
  readonly instance: { readonly name: string }
  readonly publicUrl: URL
}

const SHOWN = 20

/**
 * Queues the digests whose time has come; resolves to a sentence about it. Nothing is sent when nothing
 * is unread, or nothing since the last digest. One person's failure is reported after all others.
 */
export async function sendDigests(
  deps: DigestDeps,
  signal: AbortSignal,
  now = new Date(),
): Promise<string> {
  const all = await subscribers(deps.db)
  const people = new Map(
    all.length > 0 ? (await listPeople(deps.db)).map((person) => [person.username, person]) : [],
  )
  let sent = 0
  const failures: string[] = []
  for (const { username, lookedOn, ...time } of all) {
    signal.throwIfAborted()
    const person = people.get(username)
    if (!person || person.suspended || person.barred) continue
    try {
      const day = dayOfSending(time, now)
      if (day === undefined || day === lookedOn) continue
      if (await sendDigest(deps, person, day)) sent += 1
    } catch (error) {
      deps.log.warn({ err: error, username }, 'a digest could not be made')
      failures.push(`${username}: ${messageOf(error)}`)
    }
  }
  const queued = `${countOf(sent, 'digest')} queued`
  if (failures.length > 0) {
    throw new UpstreamError('digests_failed', `${queued}; ${failures.join('; ')}`)
  }
  return queued
}

/** The look of the day, what was told and the mail are one transaction: no crash sends one twice. */
function sendDigest(
  { db, instance, publicUrl }: DigestDeps,
  { username, email, name }: Person,
  day: string,
): Promise<boolean> {
  return inTransaction(db, `mail_digest ${username}`, async (client) => {
    const subscription = await takeLook(client, username, day)
    if (!subscription) return false
    const newest = await listInbox(db, username, { unreadOnly: true, limit: SHOWN })
    const newestSeq = newest[0]?.seq ?? 0
    if (newestSeq <= subscription.toldSeq) return false
    const unread = Math.max(newest.length, await unreadCount(db, username))
    const { timeZone } = subscription
    const words = { to: email, name, instanceName: instance.name, publicUrl, timeZone }
    // After a week without a mail server one comes, not seven.
    if (subscription.mailId !== null) await withdrawMail(client, subscription.mailId)
    const mailId = await queueMail(client, digestMail({ ...words, unread, newest }))
    await markMailed(client, username, { mailId, seq: newestSeq })
    return true
  })
}
