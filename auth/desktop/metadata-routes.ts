import type { Context } from 'koa'
import type { Router } from '#core/http/router.ts'
import type { Desktop } from './desktop.ts'

/** /.well-known/oauth-authorization-server: what a program has to know before it asks (RFC 8414). */
export function metadataRoutes({ publicUrl }: Desktop, router: Router): Router {
  const at = (path: string) => new URL(path, publicUrl).href
  const metadata = {
    issuer: publicUrl.origin,
    authorization_endpoint: at('/desktop/authorize'),
    device_authorization_endpoint: at('/oauth/device_authorization'),
    token_endpoint: at('/oauth/token'),
    revocation_endpoint: at('/oauth/revoke'),
    response_types_supported: ['code'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    authorization_response_iss_parameter_supported: true,
  }
  return router.get('/.well-known/oauth-authorization-server', function describe(ctx: Context) {
    ctx.body = metadata
  })
}
