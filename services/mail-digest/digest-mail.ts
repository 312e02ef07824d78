import type { MailMessage } from '#core/auth.ts'
import type { StoredNotification } from '#core/notifications/notification.ts'
import { spansOf } from '#core/notifications/spans.ts'
import { countOf } from '#core/portal/format-count.ts'
import { localTime } from '#core/time-zone.ts'

/** What a digest tells. */
export interface Digest {
  readonly to: string
  readonly name: string
  readonly instanceName: string
  readonly publicUrl: URL
  /** Where the person is. */
  readonly timeZone: string
  /** How many are unread in all. */
  readonly unread: number
  /** The newest of them, newest first. */
  readonly newest: readonly StoredNotification[]
}

const LINE = 160

/** Writes the mail: the newest notifications, one line each, and where to read and to switch it off. */
export function digestMail(digest: Digest): MailMessage {
  const { to, name, instanceName, publicUrl, timeZone, unread, newest } = digest
  const what = countOf(unread, 'unread notification')
  const more = unread - newest.length
  return {
    to,
    subject: `${what} in ${instanceName}`,
    text: [
      `Hello ${oneLine(name)},`,
      '',
      `you have ${what} (times in ${timeZone}):`,
      '',
      ...newest.map(({ body, createdAt }) => {
        const { day, time } = localTime(createdAt, timeZone)
        const message = spansOf(body.message ?? '').map(({ text }) => text)
        const words = [body.title ?? body.script, message.join('')].filter(Boolean).join(' – ')
        return `- ${day} ${time}  ${oneLine(words) || 'Notification'}`
      }),
      ...(more > 0 ? [`… and ${more} more`] : []),
      '',
      `Read them: ${publicUrl.href}`,
      `Another time, or no digest: ${new URL('/digest', publicUrl).href}`,
    ].join('\n'),
  }
}

function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length > LINE ? `${line.slice(0, LINE - 1).toWellFormed()}…` : line
}
