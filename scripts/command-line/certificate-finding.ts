import { once } from 'node:events'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { well, type Finding } from '#core/doctor-check.ts'
import { messageOf } from '#core/errors.ts'

const DAY = 86_400_000
const TIMEOUT_MS = 5000
/** Who renews does so with a third of the time left: less than these says that renewal does not work. */
const SOON = { days: 14, share: 1 / 4 }
const DUE = { days: 3, share: 1 / 10 }

/**
 * Whether a browser would trust what answers at an https address, and for how long still. `ca` is trusted in
 * place of the usual authorities.
 */
export async function certificateFinding(url: URL, now: Date, ca?: string): Promise<Finding> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = Number(url.port || 443)
  const socket = connect({
    host,
    port,
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca }),
  })
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('it does not answer')))
  try {
    await once(socket, 'secureConnect')
    const { valid_from: from, valid_to: to } = socket.getPeerCertificate()
    return judgeCertificate(url, { from: new Date(from), to: new Date(to), now })
  } catch (error) {
    const remedy =
      'Look at the proxy in front (its log, the DNS name, port 443); an authority of your own: NODE_EXTRA_CA_CERTS.'
    return { status: 'fail', detail: `${url.origin}: ${messageOf(error)}`, remedy }
  } finally {
    socket.destroy()
  }
}

/** What the time that a certificate has left means; short-lived ones have less of it from the start. */
export function judgeCertificate(
  url: URL,
  { from, to, now }: { readonly from: Date; readonly to: Date; readonly now: Date },
): Finding {
  const left = to.getTime() - now.getTime()
  const whole = to.getTime() - from.getTime()
  const detail = `the certificate of ${url.host} is good for ${Math.floor(left / DAY)} days more`
  const under = ({ days, share }: typeof SOON) => left < Math.min(days * DAY, whole * share)
  const remedy = 'Renew it; if a proxy renews it by itself, its log says why it did not.'
  if (under(DUE)) return { status: 'fail', detail, remedy }
  return under(SOON) ? { status: 'warn', detail, remedy } : well(detail)
}
