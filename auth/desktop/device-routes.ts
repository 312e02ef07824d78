import type { Context } from 'koa'
import { z } from 'zod'
import { readForm } from '#core/http/body.ts'
import { clientAddress } from '#core/http/client-address.ts'
import type { Router } from '#core/http/router.ts'
import type { Person } from '#core/identity/people.ts'
import { auditDevice } from './audit-device.ts'
import { consentPage } from './consent-page.ts'
import type { Desktop } from './desktop.ts'
import {
  createRequest,
  decide,
  findWaiting,
  INTERVAL_SECONDS,
  REQUEST_SECONDS,
} from './device-requests.ts'
import { decidedPage, userCodePage } from './device-pages.ts'
import { linksPerHour, requestsPerAddress, triesPerAddress, triesPerPerson } from './limits.ts'
import { answerOAuthErrors } from './oauth-error.ts'
import { clientId, deviceName, programName } from './program-name.ts'
import { readFields } from './read-fields.ts'
import { shownUserCode, userCodeOf } from './user-code.ts'

const question = z.object({ client_id: clientId, device_name: deviceName.optional() })
const answer = z.object({ decision: z.enum(['allowed', 'denied']) })

const unknownCode =
  'No program waits under this code. It may have expired: let the program begin anew.'

/** The device grant (RFC 8628): a program without a browser waits until a person types its code. */
export function deviceRoutes(desktop: Desktop, router: Router): Router {
  const { db, publicUrl, rateLimits } = desktop

  async function begin(ctx: Context): Promise<void> {
    const address = clientAddress(ctx)
    await rateLimits.take('device-request', address, requestsPerAddress)
    const { client_id: client, device_name: device } = readFields(await readForm(ctx), question)
    const made = await createRequest(db, { client, name: programName(client, device), address })
    const shown = shownUserCode(made.userCode)
    ctx.set('cache-control', 'no-store')
    ctx.body = {
      device_code: made.deviceCode,
      user_code: shown,
      verification_uri: new URL('/device', publicUrl).href,
      verification_uri_complete: new URL(`/device?user_code=${shown}`, publicUrl).href,
      expires_in: REQUEST_SECONDS,
      interval: INTERVAL_SECONDS,
    }
  }

  async function askForCode(ctx: Context): Promise<void> {
    await desktop.requireRecentSignIn(ctx)
    const given = userCodeOf(String(ctx.query['user_code'] ?? ''))
    desktop.render(ctx, userCodePage(desktop.csrfField(ctx), given && shownUserCode(given)))
  }

  async function show(ctx: Context): Promise<void> {
    const { person, form } = await formOf(ctx)
    const userCode = await triedCode(ctx, person, form)
    const waiting = userCode && (await findWaiting(db, userCode))
    if (!userCode || !waiting) return refuse(ctx, person)
    const page = consentPage({
      program: waiting.name,
      where: waiting.address,
      since: waiting.requestedAt,
      email: person.email,
      action: '/device/decide',
      fields: { user_code: shownUserCode(userCode) },
      csrf: desktop.csrfField(ctx),
    })
    desktop.render(ctx, page)
  }

  async function decideIt(ctx: Context): Promise<void> {
    const { person, form } = await formOf(ctx)
    const { decision } = readFields(form, answer)
    const userCode = await triedCode(ctx, person, form)
    if (decision === 'allowed') await rateLimits.take('device-link', person.id, linksPerHour)
    const decided = userCode && (await decide(db, { userCode, decision, personId: person.id }))
    if (!decided) return refuse(ctx, person)
    const event = decision === 'allowed' ? 'device.allow' : 'device.deny'
    await auditDevice(desktop, ctx, event, person.email, decided.name)
    desktop.render(ctx, decidedPage(decided.name, decision))
  }

  async function formOf(
    ctx: Context,
  ): Promise<{ readonly person: Person; readonly form: URLSearchParams }> {
    const person = await desktop.requireRecentSignIn(ctx)
    const form = await readForm(ctx)
    desktop.requireCsrf(ctx, form)
    return { person, form }
  }

  /** Every code counts as a try before it is looked up, so that tries side by side are counted too. */
  async function triedCode(
    ctx: Context,
    person: Person,
    form: URLSearchParams,
  ): Promise<string | undefined> {
    await rateLimits.take('device-code', person.id, triesPerPerson)
    await rateLimits.take('device-code-address', clientAddress(ctx), triesPerAddress)
    return userCodeOf(form.get('user_code') ?? '')
  }

  async function refuse(ctx: Context, person: Person): Promise<void> {
    await auditDevice(desktop, ctx, 'device.code-refused', person.email)
    desktop.render(ctx, userCodePage(desktop.csrfField(ctx), undefined, unknownCode))
  }

  return router
    .post('/oauth/device_authorization', answerOAuthErrors, begin)
    .get('/device', askForCode)
    .post('/device', show)
    .post('/device/decide', decideIt)
}
