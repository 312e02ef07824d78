import type { Database } from '#core/database/connect.ts'
import { together, well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { readEnv } from '#core/env.ts'
import { messageOf } from '#core/errors.ts'
import { mailEnv } from '#core/mail/mail-env.ts'
import { mailServerOf } from '#core/mail/mail-server.ts'
import { greetMailServer } from '#core/mail/mail-transport.ts'

interface MailContext extends Pick<CheckContext, 'storage'> {
  readonly installation: Pick<CheckContext['installation'], 'rawEnv'>
}

/** Whether the mail server takes us, and what could not be delivered. */
export default async function mail(context: MailContext): Promise<Finding> {
  const server = await serverFinding(context)
  return together([server, await undelivered((await context.storage()).db)])
}

async function serverFinding({ installation: { rawEnv } }: MailContext): Promise<Finding> {
  const server = mailServerOf(readEnv(mailEnv, rawEnv))
  if (!server) {
    const detail = 'no mail server is set up: messages stay on the outbox page'
    return { status: 'warn', detail, remedy: 'Set SMTP_URL, for links by mail and invitations.' }
  }
  const at = `${server.host}:${server.port}`
  try {
    await greetMailServer(server)
    return well(`${at} takes our mail`)
  } catch (error) {
    const detail = `${at} does not take our mail: ${messageOf(error)}`
    return {
      status: 'fail',
      detail,
      remedy: 'Check SMTP_URL, or SMTP_HOST and what belongs to it.',
    }
  }
}

async function undelivered(db: Database): Promise<Finding> {
  const { rows } = await db.pool.query<{ recipient: string; reason: string }>(
    `select recipient, last_error as reason from core.mail
     where sent_at is null and last_error is not null order by id desc limit 3`,
  )
  if (rows.length === 0) return well('nothing waits because of an error')
  return {
    status: 'fail',
    detail: rows.map(({ recipient, reason }) => `to ${recipient}: ${reason}`).join('; '),
    remedy: 'Mend what the server said; the outbox of the portal sends each again.',
  }
}
