import type { CommandInput } from '../command.ts'
import type { Installation } from '../run/installation.ts'

/** The e-mail domains of the original: those of `--domain`, else those that may sign in here. */
export function originalDomains(
  { values }: CommandInput,
  { instance }: Pick<Installation, 'instance'>,
): readonly string[] {
  const given = values['domain']
  if (!Array.isArray(given)) return instance.auth.allowedDomains
  return given.map((one) => String(one).toLowerCase())
}
