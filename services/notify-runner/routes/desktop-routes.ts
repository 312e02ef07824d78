import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { readJson } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import type { Principal } from '#core/identity/principal.ts'
import { runByHand } from '../runs/run-by-hand.ts'
import type { RunnerDeps } from '../runs/run-script.ts'
import { listScripts } from './script-list.ts'

const asked = z.object({ name: z.string().min(1).optional() })

/** What existing desktop clients know: the list and the run of a script, as the original answered. */
export function desktopRoutes(deps: RunnerDeps, identify: Middleware): Router {
  async function list(ctx: Context): Promise<void> {
    const scripts = await listScripts(deps, callerOf(ctx).username)
    ctx.body = scripts.map(({ name, lastRun }) => ({
      name,
      stem: name.replace(/\.[a-z]+$/, ''),
      last_run: lastRun ? ago(lastRun.startedAt) : null,
    }))
  }

  async function run(ctx: Context): Promise<void> {
    const { name } = await readJson(ctx, asked)
    if (name === undefined) throw new BadRequest('no_name', 'The name of a script is missing')
    const { username } = callerOf(ctx)
    const result = await runByHand(deps, { username, name, trigger: 'desktop' })
    if (result.status === 'failed') {
      // As the original answered it; a 500 that is thrown would keep the reason from the owner.
      ctx.status = 500
      const { error = 'The script failed', remedy } = result
      ctx.body = { code: 'script_failed', error, ...(remedy !== undefined && { remedy }) }
      return
    }
    ctx.body = { ok: true, notified: result.status === 'notified' }
  }

  return new Router()
    .get('/api/desktop/scripts', identify, list)
    .post('/api/desktop/scripts/run', identify, run)
}

/** Who calls, as `identify` found out. */
export function callerOf(ctx: Context): Principal {
  return ctx.state['caller'] as Principal
}

const units = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3600 },
  { unit: 'm', seconds: 60 },
] as const

/** As the original wrote it, for clients that read it: `5m ago`. */
function ago(date: Date): string {
  const seconds = Math.max(0, Math.floor((Date.now() - date.getTime()) / 1000))
  const { unit, seconds: size } = units.find((one) => seconds >= one.seconds) ?? {
    unit: 's',
    seconds: 1,
  }
  return `${Math.floor(seconds / size)}${unit} ago`
}
