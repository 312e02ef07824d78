import type { Context } from 'koa'
import { Router } from '#core/http/router.ts'
import type { Health } from '#core/service.ts'
import { administration } from '../admin/administrator.ts'
import { statusPage, type ProviderFacts } from '../pages/status-page.ts'
import type { Portal } from '../portal.ts'
import type { Providers } from '../providers.ts'
import { overall, stackHealth } from '../stack-health.ts'

/**
 * /health for monitors: 200, or 503 when a part has failed; what the parts say is for administrators
 * alone. /status is the same as a page. /ready is the portal by itself.
 */
export function healthRouter(portal: Portal, providers: Providers): Router {
  const { deps, visits, show } = portal
  const { viewer } = administration(portal)

  async function own(): Promise<Health> {
    await deps.db.pool.query('select 1')
    const broken = providers.inactive.filter(({ state }) => state === 'misconfigured')
    if (broken.length === 0) return { status: 'ok' }
    return {
      status: 'degraded',
      detail: `Sign-in set up wrongly: ${broken.map(({ id }) => id).join(', ')}`,
    }
  }

  async function answerHealth(ctx: Context): Promise<void> {
    const admin = visits.memberOf(ctx)?.admin === true
    if (admin && ctx.accepts('json', 'html') === 'html') return ctx.redirect('/status')
    const parts = await stackHealth(deps.services, own)
    const status = overall(parts)
    ctx.status = status === 'failed' ? 503 : 200
    if (status === 'failed') {
      // Who is alarmed by this answer is told no reason in it: the log has it.
      const broken = parts.filter((part) => part.status === 'failed')
      deps.log.warn(
        { parts: broken.map(({ id, detail }) => ({ id, detail })) },
        'a part has failed',
      )
    }
    const services = parts.map(({ title: _, detail, lastWork, ...part }) =>
      admin ? { ...part, detail, lastWork } : part,
    )
    ctx.body = { status, services }
  }

  async function answerReady(ctx: Context): Promise<void> {
    const health = await own().catch((): Health => ({ status: 'failed' }))
    ctx.status = health.status === 'failed' ? 503 : 200
    ctx.body = { status: health.status }
  }

  async function showStatus(ctx: Context): Promise<void> {
    viewer(ctx)
    const { path, warnings } = deps.instance
    const parts = await stackHealth(deps.services, own)
    const facts = { parts, warnings, instancePath: path, now: new Date() }
    show(ctx, statusPage({ ...facts, providers: providerFacts(providers) }))
  }

  return new Router()
    .get('/health', answerHealth)
    .get('/ready', answerReady)
    .get('/status', showStatus)
}

function providerFacts({ active, inactive }: Providers): readonly ProviderFacts[] {
  const on = active.map(({ id, provider }) => ({
    id,
    title: provider.displayName,
    state: 'on' as const,
  }))
  const off = inactive.map(({ id, provider, state, reason }) => ({
    id,
    title: provider.displayName,
    state,
    reason,
  }))
  return [...on, ...off].toSorted((a, b) => a.id.localeCompare(b.id))
}
