import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Database } from '../database/connect.ts'
import { ConfigError, Unauthorized } from '../errors.ts'
import { signJwt, verifyJwt } from '../jwt.ts'
import type { Secrets } from '../secrets.ts'
import type { DeviceKind } from './devices.ts'
import { mayEnter } from './may-enter.ts'
import { principalColumns, type Principal } from './principal.ts'

/** The issuer is the one that clients of the original know. */
const parties = { issuer: 'data-analyst', audience: 'data-analyst' } as const

const claims = z.object({ sub: z.string().min(1), sid: z.uuid(), jti: z.uuid() })

/** A device that showed a good token, and whom it acts for. */
export interface DevicePrincipal extends Principal {
  readonly deviceId: string
  readonly kind: DeviceKind
}

/** The key of the tokens, made on the first start; ConfigError when one was given that is too short. */
export function deviceTokenSecret(secrets: Secrets): string {
  const secret = secrets.text('desktop-jwt-secret')
  if (secret.length >= 32) return secret
  throw new ConfigError([
    'DESKTOP_JWT_SECRET must have at least 32 characters: openssl rand -hex 32',
  ])
}

/** A token (RFC 7519) by which a device acts for a person for `seconds`, or until it is unlinked. */
export function signDeviceToken(
  secrets: Secrets,
  token: { readonly deviceId: string; readonly username: string; readonly seconds: number },
): string {
  return signJwt(
    { sid: token.deviceId, jti: randomUUID() },
    {
      ...parties,
      secret: deviceTokenSecret(secrets),
      subject: token.username,
      seconds: token.seconds,
    },
  )
}

/**
 * Whose device showed this token; undefined when it is not good, was unlinked, or its owner is locked
 * out. `graceSeconds` lets a token pass that expired at most so long ago: only for renewing it.
 */
export async function principalOfDeviceToken(
  { db, secrets }: { readonly db: Database; readonly secrets: Secrets },
  token: string,
  graceSeconds = 0,
): Promise<DevicePrincipal | undefined> {
  const known = verified(deviceTokenSecret(secrets), token, graceSeconds)
  if (!known) return undefined
  const { rows } = await db.pool.query<DevicePrincipal>(
    `with used as (
       update core.linked_device set last_used_at = now()
       where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')
     )
     select d.id as "deviceId", d.kind, ${principalColumns}
     from core.linked_device d join core.person p on p.id = d.person_id
     where d.id = $1 and p.username = $2 and d.expires_at > now() and ${mayEnter}`,
    [known.sid, known.sub],
  )
  return rows[0]
}

function verified(
  secret: string,
  token: string,
  graceSeconds: number,
): z.output<typeof claims> | undefined {
  try {
    return verifyJwt(token, { ...parties, secret, schema: claims, graceSeconds })
  } catch (error) {
    if (error instanceof Unauthorized) return undefined
    throw error
  }
}
