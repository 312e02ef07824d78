/** An origin as people may read it: an address without query, name and password, which may hold a secret. */
export function shownOrigin(origin: string): string {
  if (!URL.canParse(origin)) return JSON.stringify(origin)
  const { protocol, host, pathname } = new URL(origin)
  return `${protocol}//${host}${pathname}`
}
