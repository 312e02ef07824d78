import type { Context } from 'koa'
import { Router } from '#core/http/router.ts'
import { listDevices } from '#core/identity/devices.ts'
import { listTokens } from '#core/identity/tokens.ts'
import { dashboardPage } from '../pages/dashboard-page.ts'
import type { Portal } from '../portal.ts'
import { fetchWidgets } from '../services/fetch-widgets.ts'
import type { SignIdentity } from '../services/identity-signer.ts'

/** The dashboard; people who are not signed in are sent to the login. */
export function homeRouter({ deps, visits, show }: Portal, sign: SignIdentity): Router {
  async function showDashboard(ctx: Context): Promise<void> {
    const member = visits.requireMember(ctx)
    const reader = { member, csrf: visits.csrfOf(ctx) }
    const [widgets, tokens, devices] = await Promise.all([
      fetchWidgets(deps.services, sign, reader, deps.log),
      listTokens(deps.db, member.personId),
      listDevices(deps.db, member.personId),
    ])
    const connected = [...tokens, ...devices].some(({ lastUsedAt }) => lastUsedAt !== null)
    show(ctx, dashboardPage({ name: member.name, widgets, publicUrl: deps.publicUrl, connected }))
  }

  return new Router().get('/', showDashboard)
}
