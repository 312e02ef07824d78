import type { SourceConfig } from '#core/config/instance.ts'
import type { Events } from '#core/database/events.ts'
import type { ObjectStore } from '#core/files/object-store.ts'
import { requireAdmin } from '#core/http/portal-identity.ts'
import { Router } from '#core/http/router.ts'
import type { Catalogue } from '../engine/runs.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { runSource, runTable } from './run-routes.ts'
import { showCatalog, showRuns, showTable, showWidget } from './show-routes.ts'

/** What the portal's part of the service works with. */
export interface PortalOptions {
  readonly catalogue: Catalogue
  readonly events: Events
  readonly objects: Pick<ObjectStore, 'read'>
  readonly sources: readonly SourceConfig[]
  /** The clock; another one for tests. */
  readonly now?: () => Date
}

/**
 * The catalog as HTML fragments for the portal, to be mounted behind `portalIdentity`. What a person is
 * not granted is answered exactly like what does not exist.
 */
export function createPortalRouter(options: PortalOptions): Router {
  const router = new Router()
  router.get('/catalog', showCatalog(options))
  router.get('/catalog/widget', showWidget(options))
  router.get('/catalog/:dataset/:table', showTable(options))
  router.get('/catalog/:dataset/:table/runs', showRuns(options))
  router.post('/catalog/:dataset/run', requireAdmin, checkCsrf, runSource(options))
  router.post('/catalog/:dataset/:table/run', requireAdmin, checkCsrf, runTable(options))
  return router
}
