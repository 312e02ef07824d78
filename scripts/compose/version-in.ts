import type { Service } from '#core/service.ts'

/** The tag of the portal's image, which all of ours have. */
export function versionIn(
  services: readonly { readonly service: string; readonly image: string }[],
  manifests: ReadonlyMap<string, Service>,
): string | undefined {
  const portal = services.find(({ service }) => manifests.get(service)?.role === 'portal')
  return portal && tagOf(portal.image)
}

/** What follows the name of an image; a registry's port is none, and who names none means the latest. */
export function tagOf(image: string): string {
  return /:([\w.-]+)$/.exec(image)?.[1] ?? 'latest'
}
