import { isBelow } from '#core/run/front.ts'
import type { ServiceAddress } from '#core/service.ts'

/** What a path of the portal asks of a service. */
export interface PortalTarget {
  readonly service: ServiceAddress
  readonly kind: 'page' | 'widget' | 'route'
  /** Whether only administrators may ask. */
  readonly admin: boolean
}

/**
 * Which service answers a path: the one with the longest page, widget or `session` route that the
 * path equals or lies below. Paths that a server behind us could read as another one (dot segments,
 * encoded slashes and dots, backslashes, control characters) belong to nobody.
 */
export function portalTarget(
  services: readonly ServiceAddress[],
  path: string,
): PortalTarget | undefined {
  if (isAmbiguous(path)) return undefined
  const claims = services
    .filter(({ manifest }) => manifest.role !== 'portal')
    .flatMap(claimsOf)
    .filter((claim) => isBelow(path, claim.path))
    .toSorted((a, b) => b.path.length - a.path.length)
  const [best] = claims
  return best && { service: best.service, kind: best.kind, admin: best.admin }
}

type Claim = PortalTarget & { readonly path: string }

function claimsOf(service: ServiceAddress): readonly Claim[] {
  const { page, widget } = service.manifest.portal ?? {}
  const admin = page?.admin === true
  const routes = (service.manifest.routes ?? []).filter(({ auth }) => auth === 'session')
  return [
    ...(page ? [{ path: page.path, kind: 'page', service, admin } as const] : []),
    ...(widget ? [{ path: widget.path, kind: 'widget', service, admin } as const] : []),
    ...routes.map(({ path }) => ({ path, kind: 'route', service, admin: false }) as const),
  ]
}

function isAmbiguous(path: string): boolean {
  return /\/\.{1,2}(\/|$)|%2e|%2f|%5c|%00|[\\\p{Cc}]|\/\//iu.test(path)
}
