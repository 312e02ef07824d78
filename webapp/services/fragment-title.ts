import type { Service } from '#core/service.ts'

/** The title of a service's page: its first heading, then the service's own title where they differ. */
export function fragmentTitle(manifest: Service, fragment: string): string {
  const title = manifest.portal?.page?.title ?? manifest.title
  const heading = /<h1[^>]*>([^<]{1,200})<\/h1>/.exec(fragment)?.[1]
  const words = heading && plainText(heading)
  return words && words !== title ? `${words} · ${title}` : title
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/** The layout escapes the title again. */
function plainText(html: string): string {
  return html
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
}
