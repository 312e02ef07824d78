import type { Context } from 'koa'
import { NotFound } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { EVERYONE } from '#core/identity/groups.ts'
import { findPerson } from '#core/identity/people.ts'
import { endSession, endSessionsOf, listSessions } from '#core/identity/sessions.ts'
import { listTokens } from '#core/identity/tokens.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { accountPage, type AccountFacts } from '../pages/account-page.ts'
import type { Portal } from '../portal.ts'
import type { Providers } from '../providers.ts'

/** What was done on the way here, by the query `done`; nothing else of the query is shown. */
const done: ReadonlyMap<string, string> = new Map([
  ['token-revoked', 'The token is revoked.'],
  ['session-ended', 'The session is ended.'],
  ['sessions-ended', 'All other sessions are ended.'],
  ['device-unlinked', 'The device is unlinked and can do nothing any more.'],
  ['saved', 'Saved. All other sessions are ended.'],
])

/** Shows the account page; `more` adds what this answer alone shows. */
export type ShowAccount = (ctx: Context, more?: Pick<AccountFacts, 'newToken'>) => Promise<void>

/** How the account page of the person who asks is put together. */
export function accountShower({ deps, visits, show }: Portal, { active }: Providers): ShowAccount {
  const { db } = deps
  return async (ctx, more = {}) => {
    const member = visits.requireMember(ctx)
    const [person, tokens, sessions] = await Promise.all([
      findPerson(db, member.personId),
      listTokens(db, member.personId),
      listSessions(db, member.personId),
    ])
    const parts = await Promise.all(
      active.map(({ provider, context }) => person && provider.accountPart?.(context, ctx, person)),
    )
    show(
      ctx,
      accountPage({
        person: { ...member, groups: [...member.groups, EVERYONE] },
        tokens,
        sessions: sessions.map((session) => ({
          ...session,
          current: session.id === member.sessionId,
        })),
        parts: parts.filter((part) => part !== undefined),
        notice: done.get(String(ctx.query['done'])),
        csrf: visits.csrfOf(ctx),
        now: new Date(),
        ...more,
      }),
    )
  }
}

/** /account, and ending one's sessions. */
export function accountRouter({ deps, visits }: Portal, showAccount: ShowAccount): Router {
  const { db } = deps

  async function endOne(ctx: Context): Promise<void> {
    const { personId, email } = visits.requireMember(ctx)
    visits.requireCsrf(ctx, await readForm(ctx))
    if (!(await endSession(db, { id: String(ctx['params'].id), personId })))
      throw new NotFound('unknown_session', 'You have no such session: it has ended.')
    await audit(db, { actor: email, action: 'session.end', subject: email })
    backToAccount(ctx, 'session-ended')
  }

  async function endOthers(ctx: Context): Promise<void> {
    const { personId, sessionId, email } = visits.requireMember(ctx)
    visits.requireCsrf(ctx, await readForm(ctx))
    await endSessionsOf(db, personId, sessionId)
    await audit(db, { actor: email, action: 'session.end-others', subject: email })
    backToAccount(ctx, 'sessions-ended')
  }

  return new Router()
    .get('/account', (ctx) => showAccount(ctx))
    .post('/account/sessions/end-others', endOthers)
    .post('/account/sessions/:id/end', endOne)
}

/** Goes back to the account page, which says what was done. */
export function backToAccount(ctx: Context, what: string): void {
  seeOther(ctx, `/account?done=${what}`)
}
