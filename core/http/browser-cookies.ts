import type { Context } from 'koa'

/** What a browser keeps for the portal between two requests. */
export interface BrowserCookies {
  read(ctx: Context, name: string): string | undefined
  /** Gives a cookie for so many seconds, else until the browser is closed; null takes it away. */
  write(
    ctx: Context,
    name: string,
    value: string | null,
    options?: {
      readonly seconds?: number
      /** Whether it comes along with a form of another site as well, which needs https. */
      readonly crossSite?: boolean
    },
  ): void
}

/**
 * Cookies that no script reads and no other host of the domain writes: `__Host-` and Secure where the portal is reached
 * by https (RFC 6265bis).
 */
export function browserCookies(publicUrl: URL): BrowserCookies {
  const secure = publicUrl.protocol === 'https:'
  const prefix = secure ? '__Host-' : ''
  return {
    read: (ctx, name) => ctx.cookies.get(prefix + name) || undefined,
    write(ctx, name, value, { seconds, crossSite = false } = {}) {
      // TLS may end at the proxy: what counts is how the browser reaches us.
      ctx.cookies.secure = secure
      ctx.cookies.set(prefix + name, value, {
        ...{ httpOnly: true, path: '/', secure, overwrite: true },
        sameSite: crossSite && secure ? 'none' : 'lax',
        ...(seconds !== undefined && { maxAge: seconds * 1000 }),
      })
    },
  }
}
