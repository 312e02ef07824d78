import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context, Middleware } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { requireBearer } from '#core/http/require-bearer.ts'
import { Router } from '#core/http/router.ts'
import { unreadCount } from '#core/notifications/inbox.ts'
import { personOf, type PageContext } from '#core/portal/page-context.ts'
import type { Secrets } from '#core/secrets.ts'
import type { ServiceAddress } from '#core/service.ts'
import { LIVE_SECONDS, signLiveToken } from '../live/live-token.ts'

const PATH = '/ws/notifications'

export interface LiveDeps {
  readonly db: Database
  readonly secrets: Secrets
  readonly services: readonly ServiceAddress[]
}

/** What pages and programs need to be told at once: a token, where to connect, and the unread count. */
export async function liveRoutes(deps: LiveDeps, identity: Middleware): Promise<Router> {
  const { db, secrets, services } = deps
  const script = await readFile(join(import.meta.dirname, '../live/live.js'), 'utf8')
  const isLive = services.some(({ manifest }) => manifest.routes?.some(({ path }) => path === PATH))

  /** Without the gateway a page asks again once in a while. */
  async function invite(ctx: Context, username: string): Promise<void> {
    ctx.set('cache-control', 'no-store')
    ctx.body = {
      username,
      unread: await unreadCount(db, username),
      ...(isLive && { path: PATH, token: signLiveToken(secrets, username), seconds: LIVE_SECONDS }),
    }
  }

  return new Router()
    .get('/notifications/live', identity, (ctx: PageContext) => invite(ctx, personOf(ctx).username))
    .get('/notifications/live.js', identity, (ctx) => {
      ctx.type = 'text/javascript'
      ctx.set('cache-control', 'private, max-age=300')
      ctx.body = script
    })
    .post('/api/notifications/live', async (ctx) =>
      invite(ctx, (await requireBearer(ctx, deps)).username),
    )
}
