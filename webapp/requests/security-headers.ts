import type { Middleware } from 'koa'

/** What a page of the portal may load and do: only what comes from the portal itself. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that every answer carries; a page is never stored unless its route says otherwise. */
export function securityHeaders(publicUrl: URL): Middleware {
  const headers: Record<string, string> = {
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // Not no-referrer: with it browsers send `Origin: null` on our own forms (Fetch, "append a request Origin header").
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'cache-control': 'no-store',
    ...(publicUrl.protocol === 'https:' && { 'strict-transport-security': 'max-age=31536000' }),
  }
  return function setSecurityHeaders(ctx, next) {
    ctx.set(headers)
    return next()
  }
}
