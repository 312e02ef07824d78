import type { Context } from 'koa'
import { BadRequest, NotFound } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import {
  createToken,
  listTokens,
  revokeToken,
  tokenScopes,
  type TokenScope,
} from '#core/identity/tokens.ts'
import { revokeTokenPage } from '../pages/revoke-token-page.ts'
import { tokenLifetimes } from '../pages/tokens-card.ts'
import type { Portal } from '../portal.ts'
import { backToAccount, type ShowAccount } from './account-router.ts'

const tokensPerHour = { points: 30, seconds: 3600 }

/** One's own tokens: made once, shown once, revoked after a question. */
export function tokensRouter(portal: Portal, showAccount: ShowAccount): Router {
  const { visits, rateLimits, show } = portal
  const { db } = portal.deps

  async function make(ctx: Context): Promise<void> {
    const { personId, email } = visits.requireMember(ctx)
    const form = await readForm(ctx)
    visits.requireCsrf(ctx, form)
    // A token outlives the session that made it, and a new password too.
    await visits.requireRecentMember(ctx)
    await rateLimits.take('token-create', personId, tokensPerHour)
    const name = form.get('name') ?? ''
    const scope = scopeOf(form.get('scope') ?? 'data')
    const expiresAt = expiryIn(form.get('days') ?? '90')
    const { token } = await createToken(db, {
      personId,
      name,
      scope,
      ...(expiresAt && { expiresAt }),
    })
    await audit(db, {
      actor: email,
      action: 'token.create',
      subject: email,
      detail: { name, scope },
      address: clientAddress(ctx),
    })
    await showAccount(ctx, { newToken: { name: name.trim(), token } })
  }

  async function askBeforeRevoking(ctx: Context): Promise<void> {
    show(ctx, revokeTokenPage(await ownToken(ctx), visits.csrfOf(ctx)))
  }

  async function revoke(ctx: Context): Promise<void> {
    const { personId, email } = visits.requireMember(ctx)
    visits.requireCsrf(ctx, await readForm(ctx))
    const { id, name } = await ownToken(ctx)
    await revokeToken(db, { id, personId })
    await audit(db, { actor: email, action: 'token.revoke', subject: email, detail: { name } })
    backToAccount(ctx, 'token-revoked')
  }

  /** Somebody else's token is as unknown as none. */
  async function ownToken(ctx: Context): Promise<{ readonly id: string; readonly name: string }> {
    const tokens = await listTokens(db, visits.requireMember(ctx).personId)
    const token = tokens.find(({ id }) => id === ctx['params'].id)
    if (token) return token
    throw new NotFound('unknown_token', 'You have no such token.')
  }

  return new Router()
    .get('/account/tokens', (ctx) => ctx.redirect('/account'))
    .post('/account/tokens', make)
    .get('/account/tokens/:id/revoke', askBeforeRevoking)
    .post('/account/tokens/:id/revoke', revoke)
}

function expiryIn(text: string): Date | undefined {
  const days = tokenLifetimes.find((lifetime) => String(lifetime) === text)
  if (days === undefined) throw new BadRequest('invalid_lifetime', 'A token cannot live that long.')
  return days === 0 ? undefined : new Date(Date.now() + days * 86_400_000)
}

function scopeOf(text: string): TokenScope {
  const scope = tokenScopes.find((known) => known === text)
  if (scope === undefined) throw new BadRequest('invalid_scope', 'A token cannot be for that.')
  return scope
}
