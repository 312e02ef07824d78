import type { Context } from 'koa'
import { Forbidden } from '#core/errors.ts'

/**
 * Refuses what another site's page sent: by Sec-Fetch-Site where the browser sends it, and by Origin.
 * A client that sends neither is no browser; the CSRF token, which is asked for as well, decides.
 */
export function requireSameOrigin(ctx: Context, publicUrl: URL): void {
  const site = ctx.get('sec-fetch-site')
  const origin = ctx.get('origin')
  if (site !== '' && site !== 'same-origin') throw crossOrigin(publicUrl)
  if (origin !== '' && !isOurs(origin, publicUrl)) throw crossOrigin(publicUrl)
}

function isOurs(origin: string, publicUrl: URL): boolean {
  if (origin === publicUrl.origin) return true
  return URL.canParse(origin) && isSameLoopback(new URL(origin), publicUrl)
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/** On a laptop the same port has three names, and people type any of them. */
function isSameLoopback(a: URL, b: URL): boolean {
  return (
    a.protocol === b.protocol &&
    a.port === b.port &&
    loopback.has(a.hostname) &&
    loopback.has(b.hostname)
  )
}

function crossOrigin(publicUrl: URL): Forbidden {
  return new Forbidden(
    'cross_origin',
    'This form was sent from another address than the portal’s.',
    {
      remedy: `Open the portal at ${publicUrl.origin}. If that is not its address, an administrator sets PUBLIC_URL.`,
    },
  )
}
