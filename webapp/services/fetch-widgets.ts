import { messageOf, UpstreamError } from '#core/errors.ts'
import { trusted, type Html } from '#core/html.ts'
import type { SessionPrincipal } from '#core/identity/sessions.ts'
import type { Logger } from '#core/log.ts'
import { PORTAL_IDENTITY_HEADER } from '#core/http/portal-identity.ts'
import type { ServiceAddress } from '#core/service.ts'
import type { Widget } from '../pages/dashboard-page.ts'
import type { SignIdentity } from './identity-signer.ts'
import { isHtml, requestService, textOf } from '#core/http/request-service.ts'

const timeoutMs = 3000
const widgetBytes = 256 * 1024

/** Who sees the widgets. */
export interface WidgetReader {
  readonly member: SessionPrincipal
  readonly csrf: string
}

/** The widgets of all services, asked for at the same time; one that fails is there without content. */
export async function fetchWidgets(
  services: readonly ServiceAddress[],
  sign: SignIdentity,
  reader: WidgetReader,
  log: Logger,
): Promise<readonly Widget[]> {
  const shown = services
    .flatMap((service) => {
      const { page, widget } = service.manifest.portal ?? {}
      const hidden = page?.admin === true && !reader.member.admin
      return widget && !hidden ? [{ service, widget, page: page?.path }] : []
    })
    .toSorted((a, b) => a.widget.order - b.widget.order)
  return Promise.all(
    shown.map(async ({ service, widget, page }) => {
      const content = await widgetContent(service, widget.path, sign, reader).catch(
        (error: unknown) => {
          log.warn(
            { service: service.manifest.id, reason: messageOf(error) },
            'a widget is missing',
          )
          return undefined
        },
      )
      return {
        title: widget.title,
        path: widget.path,
        ...(page !== undefined && { page }),
        ...(content && { content }),
      }
    }),
  )
}

async function widgetContent(
  { manifest, address }: ServiceAddress,
  path: string,
  sign: SignIdentity,
  { member, csrf }: WidgetReader,
): Promise<Html> {
  const answer = await requestService(address, {
    method: 'GET',
    path,
    headers: { accept: 'text/html', [PORTAL_IDENTITY_HEADER]: sign(manifest.id, member, csrf) },
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await textOf(answer, widgetBytes)
  if (answer.statusCode === 200 && isHtml(answer.headers)) return trusted(text)
  throw new UpstreamError('widget_failed', `the widget was answered with ${answer.statusCode}`)
}
