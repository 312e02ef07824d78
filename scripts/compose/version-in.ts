import type { Service } from '#core/service.ts'

/** The tag of the portal's image, which all of ours have. */
export function versionIn(
  services: readonly { readonly service: string; readonly image: string }[],
  manifests: ReadonlyMap<string, Service>,
): string | undefined {
  const portal = services.find(({ service }) => manifests.get(service)?.role === 'portal')
  return portal && tagOf(portal.image)
}

/** What follows the name of an image. */
export function tagOf(image: string): string {
  return image.slice(image.lastIndexOf(':') + 1)
}
