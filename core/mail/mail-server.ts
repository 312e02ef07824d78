import type { SMTPTransportOptions } from 'nodemailer/lib/smtp-transport'
import type { EnvValues } from '../env.ts'
import { accountIn } from '../account-in.ts'
import { ConfigError } from '../errors.ts'
import type { mailEnv } from './mail-env.ts'

/** Where mail goes, as nodemailer wants it. */
export type MailServer = Readonly<
  Pick<SMTPTransportOptions, 'host' | 'port' | 'secure' | 'requireTLS' | 'ignoreTLS' | 'auth'>
>

type MailEnv = EnvValues<typeof mailEnv>

/** The mail server that the variables name; undefined when they name none. ConfigError for contradictions. */
export function mailServerOf(env: MailEnv): MailServer | undefined {
  const { SMTP_URL: url, SMTP_HOST: host, SENDGRID_API_KEY: key } = env
  const given = [url && 'SMTP_URL', host && 'SMTP_HOST', key && 'SENDGRID_API_KEY'].filter(Boolean)
  if (given.length > 1) throw new ConfigError([`${given.join(' and ')} are set: keep one of them`])
  if (url !== undefined) return ofUrl(url)
  if (host !== undefined) return ofParts(host, env)
  // docs.sendgrid.com/for-developers/sending-email/integrating-with-the-smtp-api
  if (key !== undefined) return serverAt('smtp.sendgrid.net', 'on', 465, 'apikey', key)
  return undefined
}

function ofUrl(text: string): MailServer {
  const url = URL.parse(text)
  if (!url?.hostname || !['smtp:', 'smtps:'].includes(url.protocol))
    throw new ConfigError([
      'SMTP_URL is not an address like smtps://user:password@mail.example.com',
    ])
  const mode = url.protocol === 'smtps:' ? 'on' : isThisMachine(url.hostname) ? 'off' : 'starttls'
  const { user, password } = accountIn('SMTP_URL', url)
  return serverAt(
    url.hostname,
    mode,
    url.port === '' ? undefined : Number(url.port),
    user,
    password,
  )
}

function ofParts(host: string, env: MailEnv): MailServer {
  const { SMTP_TLS: mode, SMTP_PORT: port, SMTP_USER: user = '', SMTP_PASSWORD: password } = env
  if (mode !== 'on' && mode !== 'starttls' && mode !== 'off')
    throw new ConfigError([`SMTP_TLS is on, starttls or off, not “${mode}”`])
  if (mode === 'off' && user !== '' && !isThisMachine(host))
    throw new ConfigError([
      'SMTP_TLS=off would send SMTP_PASSWORD in the clear: use on or starttls',
    ])
  return serverAt(host, mode, port, user, password ?? '')
}

function serverAt(
  host: string,
  mode: 'on' | 'starttls' | 'off',
  port: number | undefined,
  user: string,
  pass: string,
): MailServer {
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: port ?? (mode === 'on' ? 465 : 587),
    secure: mode === 'on',
    ...(mode === 'starttls' && { requireTLS: true }),
    ...(mode === 'off' && { ignoreTLS: true }),
    ...(user !== '' && { auth: { user, pass } }),
  }
}

function isThisMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]', '::1'].includes(host)
}
