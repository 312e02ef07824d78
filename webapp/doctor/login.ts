import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { openRateLimits } from '#core/http/rate-limits.ts'
import { createLog } from '#core/log.ts'
import { serviceDeps } from '#core/run/service-deps.ts'
import { publicUrlOf } from '#core/run/stack-env.ts'
import { loadAssets } from '../assets.ts'
import { createPortal } from '../portal.ts'
import { setUpProviders, type Providers } from '../providers.ts'
import { createVisits } from '../requests/visits.ts'
import manifest from '../service.ts'

/** Whether the login page has a way in, with the reason of each provider that is off. */
export default async function login(context: CheckContext): Promise<Finding> {
  const { installation } = context
  const { env, units } = installation
  const storage = await context.storage()
  const publicUrl = publicUrlOf(env, env.PORT)
  // What is wrong is told by the finding.
  const log = createLog('silent')
  const deps = serviceDeps(manifest, { ...installation, publicUrl, storage, log, services: [] })
  const visits = createVisits({ ...deps, publicUrl })
  const portal = createPortal(deps, (await loadAssets()).urls, visits, openRateLimits(storage.db))
  return judge(setUpProviders(portal, units.providers))
}

function judge({ active, inactive }: Providers): Finding {
  const ways = active.filter(({ provider, context }) =>
    provider.loginButtons(context).some(({ visible }) => visible),
  )
  const reasons = inactive.map(({ id, reason }) => `${id} is off: ${reason}`)
  const names = ways.map(({ provider }) => provider.displayName).join(', ')
  const detail = [names || 'there is no way to sign in', ...reasons].join('; ')
  if (ways.length === 0) {
    const remedy = 'Set one up under auth in instance.yaml, or take it out of auth.disabled.'
    return { status: 'fail', detail, remedy }
  }
  if (!inactive.some(({ state }) => state === 'misconfigured')) return well(detail)
  return { status: 'fail', detail, remedy: 'Mend it under auth in instance.yaml.' }
}
