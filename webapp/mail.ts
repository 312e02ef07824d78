import type { EnvValues } from '#core/env.ts'
import { startMailDelivery, type MailDelivery } from '#core/mail/deliver-mail.ts'
import type { mailEnv } from '#core/mail/mail-env.ts'
import { mailServerOf } from '#core/mail/mail-server.ts'
import { mailSender } from '#core/mail/send-mail.ts'
import type { ServiceDeps } from '#core/service.ts'

/** The portal's part in mail: it brings the queue to the server, when there is one. */
export interface PortalMail {
  readonly delivers: boolean
  start(): void
  close(): Promise<void>
}

/** Throws a ConfigError when the variables for mail contradict one another. */
export function openMail(
  deps: Pick<ServiceDeps, 'db' | 'events' | 'log' | 'publicUrl' | 'instance'> & {
    readonly env: EnvValues<typeof mailEnv>
  },
): PortalMail {
  const { db, events, log, publicUrl, instance, env } = deps
  const server = mailServerOf(env)
  let delivery: MailDelivery | undefined
  return {
    delivers: server !== undefined,
    start() {
      if (!server) return log.info('no mail server is set up: messages stay on the outbox page')
      const from = env.MAIL_FROM ?? `no-reply@${publicUrl.hostname}`
      const send = mailSender({ server, from, name: instance.name, publicUrl })
      delivery = startMailDelivery({ db, events, log, send })
    },
    async close() {
      await delivery?.close()
    },
  }
}
