import { createSecretKey } from 'node:crypto'
import { createHttpApp } from '#core/http/app.ts'
import { Router } from '#core/http/router.ts'
import { listen } from '#core/http/server.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { Health, ServiceApp } from '#core/service.ts'
import { bearerCheck } from './dispatch/may-dispatch.ts'
import { openGateway, type GatewayDeps } from './gateway.ts'
import { upgradeRequired } from './upgrade-required.ts'
import manifest from './service.ts'
import { countOf } from '#core/portal/format-count.ts'

const STRONG = 32

/** Live connections at the service's own address; senders there, and at a socket file if one is named. */
export async function createApp(deps: GatewayDeps): Promise<ServiceApp> {
  const { env, log, metrics, secrets } = deps
  const secret = secrets.text('desktop-jwt-secret')
  const isWeak = secret.length < STRONG
  if (isWeak) log.warn('DESKTOP_JWT_SECRET is short and can be guessed: openssl rand -hex 32')
  const gateway = await openGateway(deps, {
    secret: createSecretKey(Buffer.from(secret)),
    issuer: env.DESKTOP_JWT_ISSUER,
  })
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    async health(): Promise<Health> {
      const detail = countOf(gateway.connections, 'connection')
      const trouble = await gateway.trouble()
      if (trouble !== undefined) return { status: 'degraded', detail: trouble }
      if (isWeak) return { status: 'degraded', detail: 'DESKTOP_JWT_SECRET is too short' }
      return { status: 'ok', detail }
    },
    routers: [new Router().get('/', upgradeRequired).get('/ws/notifications', upgradeRequired)],
  })
  const rest = app.callback()
  const handler = gateway.dispatchHandler(bearerCheck(secrets.text('dispatch-token')), rest)
  const path = env.WS_DISPATCH_SOCKET
  const socket =
    path === undefined
      ? undefined
      : await listen(
          gateway.dispatchHandler(() => true, rest),
          { socket: path, mode: 0o770 },
        )
  if (socket) log.info({ at: socket.url }, 'senders may dispatch')
  return {
    handler,
    upgrade: gateway.admit,
    drain: gateway.drain,
    async close() {
      await socket?.close()
      await gateway.close()
    },
  }
}

if (import.meta.main) {
  // Alone, it listens where the original did; in the stack HOST and PORT are given.
  const alone = { host: 'WS_GATEWAY_HOST', port: 'WS_GATEWAY_PORT', usualPort: manifest.port }
  await serveService(import.meta.dirname, { createApp }, alone)
}
