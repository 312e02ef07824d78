import type { Context } from 'koa'
import { Router } from '#core/http/router.ts'
import { findPerson } from '#core/identity/people.ts'
import { listSessions } from '#core/identity/sessions.ts'
import type { Portal } from '../portal.ts'

/** GET /api/me: who the browser's session belongs to, for pages and programs; 401 without one. */
export function meRouter({ deps: { db }, visits }: Portal): Router {
  async function tell(ctx: Context): Promise<void> {
    const { personId, sessionId, email, name, username, groups } = visits.requireMember(ctx)
    const person = await findPerson(db, personId)
    const session = (await listSessions(db, personId)).find(({ id }) => id === sessionId)
    ctx.set('cache-control', 'no-store')
    ctx.body = {
      email,
      name,
      picture: person?.picture ?? null,
      username,
      groups,
      session: { provider: session?.provider, since: session?.createdAt.toISOString() },
    }
  }

  return new Router().get('/api/me', tell)
}
