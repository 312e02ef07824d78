import type { PoolClient } from 'pg'
import { signDeviceToken } from '#core/identity/device-tokens.ts'
import { linkDevice, type DeviceKind } from '#core/identity/devices.ts'
import { DAY_SECONDS, type Desktop } from './desktop.ts'
import { createRefreshToken } from './refresh-tokens.ts'

/** How long a program's access token lives. */
const ACCESS_SECONDS = 900

/** The answer of RFC 6749 section 5.1. */
export interface TokenAnswer {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly refresh_token: string
}

/** Links a program that a person has allowed, inside the transaction that used up the permission. */
export async function linkProgram(
  { config }: Desktop,
  queries: PoolClient,
  program: {
    readonly personId: string
    readonly client: string
    readonly kind: DeviceKind
    readonly name: string
    readonly address: string
  },
): Promise<{ readonly deviceId: string; readonly refreshToken: string }> {
  const { client, ...device } = program
  const seconds = config.idle_days * DAY_SECONDS
  const deviceId = await linkDevice(queries, { ...device, seconds })
  return { deviceId, refreshToken: await createRefreshToken(queries, deviceId, client) }
}

/** The tokens of a program, as it gets them. */
export function tokenAnswer(
  { secrets }: Desktop,
  program: { readonly deviceId: string; readonly username: string; readonly refreshToken: string },
): TokenAnswer {
  const { deviceId, username, refreshToken } = program
  return {
    access_token: signDeviceToken(secrets, { deviceId, username, seconds: ACCESS_SECONDS }),
    token_type: 'Bearer',
    expires_in: ACCESS_SECONDS,
    refresh_token: refreshToken,
  }
}
