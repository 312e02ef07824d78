import type { AuthContext } from '#core/auth.ts'
import type { Ceremonies } from '../ceremonies.ts'
import { openCeremonies } from '../ceremonies.ts'
import { openAuthenticators, type Authenticators } from './authenticators.ts'
import { openRecoveryCodes, type RecoveryCodes } from './recovery-codes.ts'

/** What is asked after the password of who has switched it on. */
export interface SecondFactor {
  readonly authenticators: Authenticators
  readonly recoveryCodes: RecoveryCodes
  readonly ceremonies: Ceremonies
}

export function openSecondFactor({
  db,
  secrets,
  publicUrl,
  log,
}: Pick<AuthContext, 'db' | 'secrets' | 'publicUrl' | 'log'>): SecondFactor {
  return {
    authenticators: openAuthenticators(db, secrets, log),
    recoveryCodes: openRecoveryCodes(db),
    ceremonies: openCeremonies(db, publicUrl),
  }
}
