import type { Context } from 'koa'
import { BadRequest, Unauthorized } from '#core/errors.ts'
import { bearerToken } from '#core/http/bearer-token.ts'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import { principalOfDeviceToken, signDeviceToken } from '#core/identity/device-tokens.ts'
import { keepDevice, linkDevice, unlinkDevicesOf } from '#core/identity/devices.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { linkAppPage, openAppPage } from './app-pages.ts'
import { auditDevice } from './audit-device.ts'
import { DAY_SECONDS, type Desktop } from './desktop.ts'
import { linksPerHour, renewalsPerDevice } from './limits.ts'

const APP_NAME = 'Desktop app'

/**
 * The desktop app of the original: a person links it by the browser, it gets a token of weeks by its own
 * scheme and renews it. Unlike there, the token is good only as long as the app is linked.
 */
export function appRoutes(desktop: Desktop, router: Router): Router {
  const { config, db, secrets, rateLimits } = desktop
  const tokenSeconds = config.token_days * DAY_SECONDS
  const graceSeconds = config.grace_days * DAY_SECONDS

  async function showLink(ctx: Context): Promise<void> {
    const { username } = await desktop.requireRecentSignIn(ctx)
    desktop.render(ctx, linkAppPage(desktop.csrfField(ctx), username))
  }

  async function link(ctx: Context): Promise<void> {
    const person = await desktop.requireRecentSignIn(ctx)
    desktop.requireCsrf(ctx, await readForm(ctx))
    await rateLimits.take('device-link', person.id, linksPerHour)
    const deviceId = await linkDevice(db.pool, {
      personId: person.id,
      kind: 'app',
      name: APP_NAME,
      address: clientAddress(ctx),
      seconds: tokenSeconds + graceSeconds,
    })
    await auditDevice(desktop, ctx, 'device.link', person.email, APP_NAME)
    const { username } = person
    const token = signDeviceToken(secrets, { deviceId, username, seconds: tokenSeconds })
    const url = `${config.url_scheme}://auth?token=${token}`
    if (wantsJson(ctx)) ctx.body = { url }
    else desktop.render(ctx, openAppPage(url))
  }

  async function renew(ctx: Context): Promise<void> {
    const token = bearerToken(ctx.get('authorization'))
    const device = token && (await principalOfDeviceToken({ db, secrets }, token, graceSeconds))
    // A program's token lives for minutes: renewed here it would live for as long as its thief likes.
    if (!device || device.kind !== 'app') throw notLinked()
    const { deviceId, username } = device
    await rateLimits.take('device-renew', deviceId, renewalsPerDevice)
    await keepDevice(db.pool, deviceId, tokenSeconds + graceSeconds)
    ctx.set('cache-control', 'no-store')
    ctx.body = { token: signDeviceToken(secrets, { deviceId, username, seconds: tokenSeconds }) }
  }

  async function unlink(ctx: Context): Promise<void> {
    const person = await desktop.requirePerson(ctx)
    desktop.requireCsrf(ctx, await readForm(ctx))
    if ((await unlinkDevicesOf(db, person.id, 'app')) === 0) {
      throw new BadRequest('not_linked', 'No desktop app is linked.')
    }
    await auditDevice(desktop, ctx, 'device.unlink', person.email, APP_NAME)
    if (wantsJson(ctx)) ctx.body = { ok: true, message: 'The desktop app is unlinked.' }
    else seeOther(ctx, '/account?done=device-unlinked')
  }

  return router
    .get('/desktop/link', showLink)
    .post('/api/desktop/authorize', link)
    .post('/api/desktop/refresh', renew)
    .post('/api/desktop/unlink', unlink)
}

function wantsJson(ctx: Context): boolean {
  return ctx.accepts('json', 'html') === 'json'
}

function notLinked(): Unauthorized {
  return new Unauthorized('invalid_token', 'The token is not good, or the app is not linked.', {
    remedy: 'Link the app again at /desktop/link.',
    headers: { 'WWW-Authenticate': 'Bearer realm="desktop"' },
  })
}
