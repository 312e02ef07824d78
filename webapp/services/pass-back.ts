import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { z } from 'zod'
import { AppError, UpstreamError } from '#core/errors.ts'
import { trusted } from '#core/html.ts'
import type { Portal } from '../portal.ts'
import { safeNext } from '../safe-next.ts'
import { fragmentTitle } from './fragment-title.ts'
import type { PortalTarget } from './portal-target.ts'
import { isHtml, textOf } from '#core/http/request-service.ts'

const pageBytes = 8 * 1024 * 1024

/** Headers of an answer that the browser gets; the portal sets all others itself. */
const passedOn = [
  'content-type',
  'content-length',
  'content-range',
  'content-disposition',
  'cache-control',
  'etag',
  'last-modified',
  'retry-after',
  'hx-redirect',
  'hx-refresh',
  'hx-trigger',
  'hx-push-url',
  'hx-replace-url',
  'hx-location',
]

/**
 * Turns a service's answer into the portal's: a fragment stands in the layout, a problem becomes the
 * portal's own error, and everything else passes through. Throws UpstreamError when the service failed.
 */
export async function passBack(
  portal: Portal,
  ctx: Context,
  { service }: PortalTarget,
  answer: IncomingMessage,
): Promise<void> {
  const status = answer.statusCode ?? 502
  const wantsPage = ctx.accepts('json', 'html') === 'html'
  if (status >= 300 && status < 400 && answer.headers.location !== undefined) {
    // What a redirect carries for clients that do not follow it is no page.
    answer.resume()
    ctx.status = status
    ctx.set('location', safeNext(answer.headers.location))
    ctx.body = ''
    return
  }
  if (isHtml(answer.headers) && ctx.get('hx-request') !== 'true') {
    const body = trusted(await textOf(answer, pageBytes))
    return portal.show(ctx, { title: fragmentTitle(service.manifest, body.text), body, status })
  }
  if (status >= 400 && wantsPage && !isHtml(answer.headers)) {
    throw problemIn(status, await textOf(answer, pageBytes))
  }
  ctx.status = status
  for (const name of passedOn) {
    const value = answer.headers[name]
    if (typeof value === 'string') ctx.set(name, value)
  }
  ctx.body = answer
}

const problem = z.object({
  code: z.string(),
  detail: z.string(),
  remedy: z.string().optional(),
})

/** What a service answered in the form of RFC 9457, as the error that it was there. */
function problemIn(status: number, text: string): AppError {
  if (status >= 500) return new UpstreamError('service_failed', `The service answered ${status}.`)
  const { code, detail, remedy } = problem
    .catch({ code: 'service_error', detail: 'That did not work.' })
    .parse(parsed(text))
  return new AppError(status, code, detail, remedy === undefined ? {} : { remedy })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not a problem document: the caller has words of its own.
    return undefined
  }
}
