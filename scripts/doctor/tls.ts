import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { publicUrlOf } from '#core/run/stack-env.ts'
import { certificateFinding } from '../command-line/certificate-finding.ts'

interface TlsContext {
  readonly installation: Pick<CheckContext['installation'], 'env'>
}

/** Whether people reach the portal by https, with a certificate that stays good for a while. */
export default async function tls({ installation: { env } }: TlsContext): Promise<Finding> {
  const url = publicUrlOf(env, env.PORT)
  if (url.protocol === 'https:') return certificateFinding(url, new Date())
  if (isLoopback(url.hostname)) return well(`${url.origin} is this machine alone`)
  return {
    status: 'warn',
    detail: `${url.origin} carries passwords and data in the clear`,
    remedy: 'Put a proxy with TLS in front and set PUBLIC_URL to https://…',
  }
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(\.\d+){3}$/.test(host)
  )
}
