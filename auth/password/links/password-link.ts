import type { MailMessage } from '#core/auth.ts'
import type { Database } from '#core/database/connect.ts'
import { createLink, withdrawLinksOf } from '#core/identity/one-time-links.ts'
import type { Person } from '#core/identity/people.ts'

/** Whether a link is for a first password or in the place of a forgotten one. */
export type LinkKind = 'setup' | 'reset'

/** What each kind is called in the database, and how long it works: an invitation a day, else an hour. */
export const linkKinds = {
  setup: { purpose: 'password-setup', seconds: 86_400, validity: '24 hours' },
  reset: { purpose: 'password-reset', seconds: 3600, validity: 'one hour' },
} as const satisfies Record<LinkKind, object>

/** Ends every link with which a person could set a password. */
export async function withdrawPasswordLinks(db: Database, personId: string): Promise<void> {
  for (const { purpose } of Object.values(linkKinds)) await withdrawLinksOf(db, purpose, personId)
}

/** Makes a link that sets a person's password once; those made before end. Only its hash is stored. */
export async function makePasswordLink(
  db: Database,
  publicUrl: URL,
  kind: LinkKind,
  personId: string,
): Promise<URL> {
  const { purpose, seconds } = linkKinds[kind]
  await withdrawPasswordLinks(db, personId)
  const token = await createLink(db, { purpose, personId, seconds })
  return new URL(`/auth/${kind}/${token}`, publicUrl)
}

/** The mail that carries a link. */
export function linkMail(
  kind: LinkKind,
  { email }: Pick<Person, 'email'>,
  url: URL,
  instanceName: string,
): MailMessage {
  const purpose = kind === 'setup' ? 'Set your password' : 'Choose a new password'
  return {
    to: email,
    subject: `${purpose} for ${instanceName}`,
    text: [
      `${purpose} for ${instanceName}:`,
      url.href,
      `The link works once, within ${linkKinds[kind].validity}. The newest one counts.`,
      'If you did not ask for this, ignore it: nothing changes.',
    ].join('\n\n'),
  }
}
