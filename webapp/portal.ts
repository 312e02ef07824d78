import type { Context } from 'koa'
import type { RateLimits } from '#core/http/rate-limits.ts'
import type { AdmissionRules } from '#core/identity/admission.ts'
import type { ServiceDeps } from '#core/service.ts'
import { documentOf, type AssetUrls, type Frame, type Page } from './pages/frame.ts'
import type { Visits } from './requests/visits.ts'
import { navigation } from './services/navigation.ts'

/** What the portal's routes work with. */
export interface Portal {
  readonly deps: ServiceDeps
  readonly visits: Visits
  readonly rateLimits: RateLimits
  /** Who may enter, as instance.yaml said when it was looked at last. */
  rules: AdmissionRules
  /** Answers with a page in the layout; a page is never stored. */
  show(ctx: Context, page: Page): void
}

export function createPortal(
  deps: ServiceDeps,
  assets: AssetUrls,
  visits: Visits,
  rateLimits: RateLimits,
): Portal {
  return {
    deps,
    visits,
    rateLimits,
    rules: deps.instance.auth,
    show(ctx, page) {
      ctx.status = page.status ?? 200
      ctx.type = 'html'
      ctx.set('cache-control', 'no-store')
      ctx.body = documentOf(frameOf(ctx, deps, assets, visits), page).text
    },
  }
}

function frameOf(ctx: Context, deps: ServiceDeps, assets: AssetUrls, visits: Visits): Frame {
  const around = { branding: deps.instance, assets, path: ctx.path }
  const member = visits.memberOf(ctx)
  if (!member) return { ...around, navigation: [] }
  const { name, email } = member
  const viewer = { name, email, csrf: visits.csrfOf(ctx) }
  const scripts = deps.services.flatMap(({ manifest }) => manifest.portal?.script ?? [])
  return { ...around, viewer, scripts, navigation: navigation(deps.services, member) }
}
