import type { AuthContext, MailMessage } from '#core/auth.ts'
import type { Person } from '#core/identity/people.ts'

/** The mail that tells a person what was done to the way they sign in, so that a stranger is noticed. */
export function securityNotice(
  { instance, publicUrl }: Pick<AuthContext, 'instance' | 'publicUrl'>,
  { email }: Pick<Person, 'email'>,
  what: string,
): MailMessage {
  return {
    to: email,
    subject: `${what.replace(/\.$/, '')} – ${instance.name}`,
    text: [
      what,
      `If it was not you, choose a new password at once: ${new URL('/auth/request-access', publicUrl).href}`,
      'Then look at your sessions, tokens and passkeys on your account page, and tell an administrator.',
    ].join('\n\n'),
  }
}
