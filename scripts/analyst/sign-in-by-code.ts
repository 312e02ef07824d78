import { setTimeout as sleep } from 'node:timers/promises'
import { note, type Io } from './io.ts'
import type { DeviceGrant, OAuthServer, Refusal, Tokens } from './oauth-server.ts'
import { refusedWith, tooLate } from './sign-in-errors.ts'
import { TransferError } from './transfer-error.ts'

/** RFC 8628 section 3.5: so much longer between two questions after each `slow_down`. */
const slowerMs = 5000

/**
 * Shows a code that the person types into a browser anywhere, and asks until they have decided (RFC
 * 8628). Throws Forbidden when they deny it, Unavailable when they take too long.
 */
export async function signInByCode(
  server: OAuthServer,
  io: Io,
  options: { readonly deviceName: string | undefined; readonly wait?: typeof sleep },
): Promise<Tokens> {
  await server.describe()
  const begun = await server.beginDevice(options.deviceName)
  if ('refused' in begun) throw refusedWith(begun.refused)
  const { address, userCode, addressWithCode } = begun
  note(io, `in any browser, open\n\n  ${address}\n\nand type the code\n\n  ${userCode}\n`)
  if (addressWithCode !== undefined) note(io, `or open ${addressWithCode} and compare the code`)
  return poll(server, begun, io.signal, options.wait ?? sleep)
}

async function poll(
  server: OAuthServer,
  { deviceCode, seconds, intervalSeconds }: DeviceGrant,
  signal: AbortSignal,
  wait: typeof sleep,
): Promise<Tokens> {
  const grant = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: deviceCode,
  }
  let intervalMs = intervalSeconds * 1000
  for (let left = seconds * 1000; left > 0; left -= intervalMs) {
    await wait(intervalMs, undefined, { signal })
    const answer = await askOnce(server, grant)
    if (answer === undefined) continue
    if (!('refused' in answer)) return answer
    if (answer.refused === 'slow_down') {
      intervalMs = Math.max(intervalMs + slowerMs, answer.retryAfterMs ?? 0)
    } else if (answer.refused !== 'authorization_pending') throw refusedWith(answer.refused)
  }
  throw tooLate()
}

/** Undefined when the server could not be reached just now: the next question may get through. */
async function askOnce(
  server: OAuthServer,
  grant: Readonly<Record<string, string>>,
): Promise<Tokens | Refusal | undefined> {
  try {
    return await server.tokens(grant)
  } catch (error) {
    if (error instanceof TransferError) return undefined
    throw error
  }
}
