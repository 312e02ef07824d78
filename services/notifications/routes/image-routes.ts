import type { Context, Middleware } from 'koa'
import type { Database } from '#core/database/connect.ts'
import { NotFound } from '#core/errors.ts'
import { paramOf } from '#core/http/param-of.ts'
import { requireBearer } from '#core/http/require-bearer.ts'
import { Router } from '#core/http/router.ts'
import { imageOf } from '#core/notifications/images.ts'
import { personOf } from '#core/portal/page-context.ts'
import type { Secrets } from '#core/secrets.ts'

/** An image by the name in its notification: for the portal's pages, and for clients with a token. */
export function imageRoutes(
  deps: { readonly db: Database; readonly secrets: Secrets },
  identity: Middleware,
): Router {
  const { db } = deps

  /** Somebody else's image is as unknown as none. */
  async function send(ctx: Context, username: string): Promise<void> {
    const image = await imageOf(db, username, paramOf(ctx, 'name'))
    if (!image) throw new NotFound('unknown_image', 'There is no such image')
    ctx.type = image.type
    ctx.set('cache-control', 'private, max-age=86400, immutable')
    ctx.set('content-security-policy', "default-src 'none'")
    ctx.body = image.bytes
  }

  return new Router()
    .get('/api/notifications/images/:name', async (ctx) =>
      send(ctx, (await requireBearer(ctx, deps)).username),
    )
    .get('/notifications/images/:name', identity, (ctx) => send(ctx, personOf(ctx).username))
}
