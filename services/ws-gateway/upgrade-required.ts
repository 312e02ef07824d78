import type { Context } from 'koa'

/** What an ordinary request gets where WebSockets are served (RFC 9110 section 15.5.22). */
export function upgradeRequired(ctx: Context): void {
  ctx.status = 426
  ctx.set('Upgrade', 'websocket')
  ctx.set('Connection', 'Upgrade')
  ctx.body = 'Connect by WebSocket.\n'
}
