import { createTransport } from 'nodemailer'
import type { MailServer } from './mail-server.ts'

const TIMEOUT_MS = 15_000

/** A connection to the mail server. Files and addresses that a message names are never fetched. */
export function mailTransport(server: MailServer, timeoutMs = TIMEOUT_MS) {
  return createTransport({
    ...server,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs * 2,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** Greets the mail server and signs in to it, without a message; rejects with what went wrong. */
export async function greetMailServer(server: MailServer, timeoutMs?: number): Promise<void> {
  const transport = mailTransport(server, timeoutMs)
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}
