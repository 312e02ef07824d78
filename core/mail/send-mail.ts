import { mailHtml } from './mail-content.ts'
import type { MailServer } from './mail-server.ts'
import { mailTransport } from './mail-transport.ts'

/** Who sends. */
export interface Sender {
  readonly server: MailServer
  /** The address that stands in From. */
  readonly from: string
  /** The instance's name. */
  readonly name: string
  readonly publicUrl: URL
  /** How long the server may say nothing. */
  readonly timeoutMs?: number
}

/** One message that leaves now. */
export interface OutgoingMail {
  readonly recipient: string
  readonly subject: string
  readonly body: string
}

/** Gives one message to the mail server and resolves with what it answered; rejects with its refusal. */
export type SendMail = (mail: OutgoingMail) => Promise<string>

/**
 * Sends over one connection at a time. Addresses go as objects, never as text that is parsed: a text may
 * name further recipients.
 */
export function mailSender({ server, from, name, publicUrl, timeoutMs }: Sender): SendMail {
  const transport = mailTransport(server, timeoutMs)
  return async ({ recipient, subject, body }) => {
    const { response } = await transport.sendMail({
      from: { name, address: from },
      to: { name: '', address: recipient },
      subject,
      text: body,
      html: mailHtml(body, { name, publicUrl }).text,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return response
  }
}
