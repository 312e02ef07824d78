import { Secret, TOTP } from 'otpauth'
import type { Database } from '#core/database/connect.ts'
import type { Secrets } from '#core/secrets.ts'
import { createSeal } from './seal.ts'

/** People's authenticator apps, one each: time-based codes of six digits (RFC 6238). */
export interface Authenticators {
  /** The secret that waits to be confirmed, in base32; made if there is none. Undefined when one is on. */
  offer(personId: string): Promise<string | undefined>
  /** Switches it on with a code that the app shows; false when the code is not right. */
  confirm(personId: string, code: string): Promise<boolean>
  isOn(personId: string): Promise<boolean>
  /** Whether the code is right now. Each is taken once, so that one that was seen is worth nothing. */
  check(personId: string, code: string): Promise<boolean>
  remove(personId: string): Promise<void>
}

interface Row {
  readonly secret: string
  readonly confirmed: boolean
}

const PERIOD_SECONDS = 30

export function openAuthenticators(db: Database, secrets: Secrets): Authenticators {
  const seal = createSeal(secrets.text('authenticator-key'))

  async function find(personId: string): Promise<Row | undefined> {
    const { rows } = await db.pool.query<Row>(
      `select secret, confirmed_at is not null as confirmed from auth_password.authenticator
       where person_id = $1`,
      [personId],
    )
    return rows[0] && { ...rows[0], secret: seal.open(rows[0].secret, personId) }
  }

  /** Takes a code of the newest steps, and none of a step at or before the last one that was taken. */
  async function take(personId: string, code: string, confirmed: boolean): Promise<boolean> {
    const row = await find(personId)
    if (row?.confirmed !== confirmed) return false
    const step = stepOf(row.secret, code)
    if (step === undefined) return false
    const { rowCount } = await db.pool.query(
      `update auth_password.authenticator
       set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
       where person_id = $1 and last_step < $2`,
      [personId, step],
    )
    return rowCount === 1
  }

  return {
    async offer(personId) {
      const sealed = seal.close(new Secret({ size: 20 }).base32, personId)
      await db.pool.query(
        `insert into auth_password.authenticator (person_id, secret) values ($1, $2)
         on conflict do nothing`,
        [personId, sealed],
      )
      const row = await find(personId)
      return row && !row.confirmed ? row.secret : undefined
    },
    confirm: (personId, code) => take(personId, code, false),
    isOn: async (personId) => (await find(personId))?.confirmed === true,
    check: (personId, code) => take(personId, code, true),
    async remove(personId) {
      await db.pool.query('delete from auth_password.authenticator where person_id = $1', [
        personId,
      ])
    },
  }
}

/** The time step that a code belongs to: the present one, or one before or after for a clock that is off. */
function stepOf(secret: string, code: string): number | undefined {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const timestamp = Date.now()
  const delta = TOTP.validate({
    token,
    secret: Secret.fromBase32(secret),
    period: PERIOD_SECONDS,
    timestamp,
    window: 1,
  })
  return delta === null ? undefined : TOTP.counter({ period: PERIOD_SECONDS, timestamp }) + delta
}

/** What an app reads from the picture (the Key URI format of Google Authenticator). */
export function authenticatorUri(secret: string, account: string, issuer: string): string {
  const label = account
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret) }).toString()
}
