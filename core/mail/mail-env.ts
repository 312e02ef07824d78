import type { EnvDeclarations } from '../env.ts'

/** How mail leaves: one of SMTP_URL, SMTP_HOST with its companions, and SENDGRID_API_KEY. */
export const mailEnv = {
  SMTP_URL: {
    kind: 'secret',
    description: 'The mail server as one address, smtps:// or smtp:// (which then asks for TLS)',
    example: 'smtps://portal:password@mail.example.com',
  },
  SMTP_HOST: { kind: 'text', description: 'The mail server’s name, in place of SMTP_URL' },
  SMTP_PORT: { kind: 'port', description: 'Default: 465 with SMTP_TLS=on, else 587' },
  SMTP_USER: { kind: 'text', description: 'As whom to send' },
  SMTP_PASSWORD: { kind: 'secret', description: 'What belongs to SMTP_USER' },
  SMTP_TLS: {
    kind: 'text',
    default: 'starttls',
    description: 'on (from the first byte), starttls (asked for), or off (a relay on this machine)',
  },
  SENDGRID_API_KEY: {
    kind: 'secret',
    description: 'Sends through the SMTP relay of SendGrid instead',
  },
  MAIL_FROM: {
    kind: 'text',
    description: 'The sender’s address. Default: no-reply at the host of PUBLIC_URL',
    example: 'analytics@example.com',
  },
} as const satisfies EnvDeclarations
