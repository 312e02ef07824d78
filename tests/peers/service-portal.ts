import type { RequestListener } from 'node:http'
import type { Middleware } from 'koa'
import { portalIdentity } from '#core/http/portal-identity.ts'
import type { Service } from '#core/service.ts'
import { listenLater } from './listen-later.ts'
import { openTestPortal, type TestPortal } from './portal.ts'

/** A service behind the real portal, as people and programs reach it. */
export interface ServicePortal extends AsyncDisposable {
  readonly portal: TestPortal
  /** The service itself, for routes with a token. */
  readonly url: string
}

/** `handlerOf` makes what answers for the service; the portal is there by then. */
export async function openServicePortal(
  manifest: Service,
  handlerOf: (portal: TestPortal, identity: Middleware) => RequestListener,
): Promise<ServicePortal> {
  await using opened = new AsyncDisposableStack()
  const server = await listenLater()
  opened.defer(() => server.close())
  const portal = opened.use(await openTestPortal({ services: [{ manifest, address: server.url }] }))
  server.serve(handlerOf(portal, portalIdentity(portal.secrets, manifest.id)))
  const kept = opened.move()
  return { portal, url: server.url, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
