import type { Context } from 'koa'
import { z } from 'zod'
import { unlinkDevice } from '#core/identity/devices.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { hashOpaqueToken } from '#core/identity/opaque-token.ts'
import { findPerson } from '#core/identity/people.ts'
import { auditDevice } from './audit-device.ts'
import { noteDevice, useCode, type AllowedProgram } from './authorization-codes.ts'
import type { Desktop } from './desktop.ts'
import { linkProgram, tokenAnswer, type TokenAnswer } from './issue-tokens.ts'
import { loopbackAddress } from './loopback-address.ts'
import { OAuthError } from './oauth-error.ts'
import { answersChallenge, verifier } from './pkce.ts'
import { clientId } from './program-name.ts'
import { readFields } from './read-fields.ts'

const question = z.object({
  client_id: clientId,
  code: z.string().min(1).max(200),
  redirect_uri: loopbackAddress,
  code_verifier: verifier,
})

type Question = z.output<typeof question>

/**
 * Takes a code with its verifier for tokens, once (RFC 6749 section 4.1.3, RFC 7636 section 4.5). A code
 * that comes again ends what it made: one of the two who had it is a thief.
 */
export async function redeemCode(
  desktop: Desktop,
  ctx: Context,
  form: URLSearchParams,
): Promise<TokenAnswer> {
  const { db } = desktop
  const asked = readFields(form, question)
  const turn = `code ${hashOpaqueToken(asked.code).toString('hex')}`
  const result = await inTransaction(db, turn, async (queries) => {
    const used = await useCode(queries, asked.code)
    // Thrown inside, a refusal would undo that the code is used up.
    if (used.kind !== 'good' || !fits(used.allowed, asked)) return used
    const linked = await linkProgram(desktop, queries, { ...used.allowed, kind: 'browser' })
    await noteDevice(queries, asked.code, linked.deviceId)
    return { ...used, linked }
  })
  if (result.kind === 'used') await endReplayed(desktop, ctx, result)
  if (!('linked' in result)) throw notGood()
  const { email, username, name } = result.allowed
  await auditDevice(desktop, ctx, 'device.link', email, name)
  return tokenAnswer(desktop, { ...result.linked, username })
}

function fits(allowed: AllowedProgram, asked: Question): boolean {
  return (
    allowed.client === asked.client_id &&
    allowed.redirectUri === asked.redirect_uri &&
    answersChallenge(allowed.challenge, asked.code_verifier)
  )
}

async function endReplayed(
  desktop: Desktop,
  ctx: Context,
  { personId, deviceId }: { readonly personId: string; readonly deviceId: string | null },
): Promise<void> {
  if (deviceId !== null) await unlinkDevice(desktop.db, { id: deviceId, personId })
  const person = await findPerson(desktop.db, personId)
  if (person) await auditDevice(desktop, ctx, 'device.code-replayed', person.email)
}

function notGood(): OAuthError {
  return new OAuthError('invalid_grant', 'The code is not good (any more), or not of this program.')
}
