/**
 * Where to go after signing in: the path and query of this origin that was asked for, else `/`.
 * Anything that a browser could read as another origin is refused: `//`, backslashes, control
 * characters, schemes.
 */
export function safeNext(asked: string | undefined): string {
  if (!asked?.startsWith('/') || asked.length > 2000) return '/'
  if (/^\/\/|[\\\p{Cc}]/u.test(asked)) return '/'
  const base = 'http://portal.invalid'
  if (!URL.canParse(asked, base)) return '/'
  const url = new URL(asked, base)
  const path = `${url.pathname}${url.search}`
  return url.origin === base && !path.startsWith('//') ? path : '/'
}
