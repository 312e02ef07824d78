import type { Context } from 'koa'
import { z } from 'zod'
import { readJson } from '#core/http/body.ts'
import { requireServiceToken } from '#core/http/require-service-token.ts'
import { Router } from '#core/http/router.ts'
import { runByHand } from '../runs/run-by-hand.ts'
import type { RunnerDeps } from '../runs/run-script.ts'
import { listScripts } from './script-list.ts'

const asked = z.object({ user: z.string().min(1), name: z.string().min(1) })

/** For other services of the stack, which have the secret `runner-token`; nothing outside reaches it. */
export function internalRoutes(deps: RunnerDeps, token: string): Router {
  const requireToken = requireServiceToken(token)

  async function list(ctx: Context): Promise<void> {
    const username = new URLSearchParams(ctx.querystring).get('user') ?? ''
    const scripts = await listScripts(deps, username)
    ctx.body = scripts.map(({ name, paused, lastRun }) => ({
      name,
      paused,
      lastRun: lastRun?.startedAt.toISOString() ?? null,
      status: lastRun?.status ?? null,
    }))
  }

  async function run(ctx: Context): Promise<void> {
    const { user, name } = await readJson(ctx, asked)
    const result = await runByHand(deps, { username: user, name, trigger: 'chat' })
    const { status, error, remedy, output } = result
    ctx.body = { status, error, remedy, title: output?.title, message: output?.message }
  }

  return new Router()
    .get('/internal/scripts', requireToken, list)
    .post('/internal/scripts/run', requireToken, run)
}
