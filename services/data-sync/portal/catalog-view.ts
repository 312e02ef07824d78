import type { SourceConfig } from '#core/config/instance.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'
import type { CatalogRequest } from './catalog-request.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { SourceState } from './list-sources.ts'
import type { SearchHit } from './search-tables.ts'

/** The person in front of a page. */
export type Viewer = Pick<PortalIdentity, 'admin' | 'csrf' | 'tables'>

/** Everything that the list of tables shows. */
export interface CatalogView {
  readonly viewer: Viewer
  readonly request: CatalogRequest
  /** All tables that the person may see. */
  readonly tables: readonly CatalogTable[]
  /** What the search found, when there is one. */
  readonly hits: readonly SearchHit[] | undefined
  /** The sources that the person may know of. */
  readonly sources: readonly SourceState[]
  /** Their configuration, which says when they are due. */
  readonly configured: readonly SourceConfig[]
  readonly now: Date
}
