import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A message as the server got it. */
export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  /** The whole message, as it came over the wire. */
  readonly text: string
}

/** A real SMTP server on a loopback port that keeps what it gets. */
export interface MailPeer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly mails: readonly ReceivedMail[]
}

/** `refuse` answers a recipient with an SMTP reply such as `550 no such user`. */
export async function openMailPeer(
  options: { readonly refuse?: (recipient: string) => string | undefined } = {},
): Promise<MailPeer> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onRcptTo({ address }, _session, done) {
      const refusal = options.refuse?.(address)
      if (refusal === undefined) return done()
      const responseCode = Number(refusal.slice(0, 3))
      done(Object.assign(new Error(refusal.slice(4)), { responseCode }))
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString('utf8'),
        })
        done()
      })
    },
  })
  const inner = server.listen(0, '127.0.0.1')
  await new Promise<void>((resolve) => inner.once('listening', resolve))
  const { port } = inner.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
