import { Secret, TOTP } from 'otpauth'
import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import type { Logger } from '#core/log.ts'
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
  /** Undefined when it was sealed with another secret of the instance. */
  readonly secret: string | undefined
  /** As it is stored. */
  readonly sealed: string
  readonly confirmed: boolean
}

const PERIOD_SECONDS = 30

export function openAuthenticators(
  db: Database,
  secrets: Secrets,
  log: Pick<Logger, 'error'>,
): Authenticators {
  const seal = createSeal(secrets.text('authenticator-key'))

  async function find(personId: string): Promise<Row | undefined> {
    const { rows } = await db.pool.query<{ sealed: string; confirmed: boolean }>(
      `select secret as sealed, confirmed_at is not null as confirmed from auth_password.authenticator
       where person_id = $1`,
      [personId],
    )
    return rows[0] && { ...rows[0], secret: opened(rows[0].sealed, personId) }
  }

  /** After a restore without the secrets no code of an app is right any more; recovery codes are. */
  function opened(sealed: string, personId: string): string | undefined {
    try {
      return seal.open(sealed, personId)
    } catch (error) {
      log.error(
        { personId, reason: messageOf(error) },
        'the key of an authenticator app cannot be read: is authenticator-key the secret of this database?',
      )
      return undefined
    }
  }

  /** Takes a code of the newest steps, and none of a step at or before the last one that was taken. */
  async function take(personId: string, code: string, confirmed: boolean): Promise<boolean> {
    const row = await find(personId)
    if (row?.secret === undefined || row.confirmed !== confirmed) return false
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
      const there = await find(personId)
      if (there?.confirmed) return undefined
      if (there?.secret !== undefined) return there.secret
      const sealed = seal.close(new Secret({ size: 20 }).base32, personId)
      await db.pool.query(
        `insert into auth_password.authenticator as a (person_id, secret) values ($1, $2)
         on conflict (person_id) do update set secret = excluded.secret
           where a.confirmed_at is null and a.secret = $3`,
        [personId, sealed, there?.sealed ?? ''],
      )
      // Of two who ask at the same moment both get the key that is kept.
      return (await find(personId))?.secret
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

/** What an app reads from the picture (the Key URI format of Google Authenticator, which has no colon in a name). */
export function authenticatorUri(secret: string, account: string, name: string): string {
  const issuer = name.replaceAll(':', '')
  return new TOTP({ issuer, label: account, secret: Secret.fromBase32(secret) }).toString()
}
