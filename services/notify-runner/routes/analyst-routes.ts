import type { Context, Middleware } from 'koa'
import { BadRequest } from '#core/errors.ts'
import { readBody } from '#core/http/body.ts'
import { paramOf } from '#core/http/param-of.ts'
import { Router } from '#core/http/router.ts'
import { forgetScript } from '../runs/forget-script.ts'
import { setPaused } from '../runs/paused.ts'
import { runByHand } from '../runs/run-by-hand.ts'
import { listRuns, type RunRecord } from '../runs/run-records.ts'
import type { RunnerDeps } from '../runs/run-script.ts'
import { readHeader } from '../workspace/script-header.ts'
import { callerOf } from './desktop-routes.ts'
import { listScripts } from './script-list.ts'

const MAX_BYTES = 256 * 1024

/** `analyst scripts`: everything about one's own scripts. */
export function analystRoutes(deps: RunnerDeps, identify: Middleware): Router {
  const { db, folders } = deps
  const nameOf = (ctx: Context) => paramOf(ctx, 'name')

  async function list(ctx: Context): Promise<void> {
    const scripts = await listScripts(deps, callerOf(ctx).username)
    ctx.body = {
      scripts: scripts.map(({ nextRunAt, lastRun, ...script }) => ({
        ...script,
        nextRunAt: nextRunAt?.toISOString() ?? null,
        lastRun: lastRun ? runJson(lastRun) : null,
      })),
    }
  }

  async function read(ctx: Context): Promise<void> {
    ctx.type = 'text/plain; charset=utf-8'
    ctx.body = await folders.read(callerOf(ctx).username, nameOf(ctx))
  }

  async function put(ctx: Context): Promise<void> {
    const source = textOf(await readBody(ctx, MAX_BYTES))
    await folders.write(callerOf(ctx).username, nameOf(ctx), source)
    ctx.body = { name: nameOf(ctx), ...readHeader(source, nameOf(ctx)) }
  }

  async function remove(ctx: Context): Promise<void> {
    await folders.remove(callerOf(ctx).username, nameOf(ctx))
    await forgetScript(db, callerOf(ctx).username, nameOf(ctx))
    ctx.status = 204
  }

  async function run(ctx: Context): Promise<void> {
    const { username } = callerOf(ctx)
    ctx.body = await runByHand(deps, { username, name: nameOf(ctx), trigger: 'command' })
  }

  const pause = (paused: boolean) => async (ctx: Context) => {
    await setPaused(deps, { username: callerOf(ctx).username, name: nameOf(ctx) }, paused)
    ctx.status = 204
  }

  async function runs(ctx: Context): Promise<void> {
    const { username } = callerOf(ctx)
    const name = nameOf(ctx)
    const found = await listRuns(db, username, { name, limit: 20 })
    // A name that was mistyped has no runs either.
    if (found.length === 0) await folders.read(username, name)
    ctx.body = { runs: found.map(runJson) }
  }

  return new Router()
    .get('/api/scripts', identify, list)
    .get('/api/scripts/:name', identify, read)
    .put('/api/scripts/:name', identify, put)
    .delete('/api/scripts/:name', identify, remove)
    .post('/api/scripts/:name/run', identify, run)
    .post('/api/scripts/:name/pause', identify, pause(true))
    .post('/api/scripts/:name/resume', identify, pause(false))
    .get('/api/scripts/:name/runs', identify, runs)
}

/** The bytes as text; what is none would be stored as something else than what was sent. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new BadRequest('not_text', 'The script is not text in UTF-8', {
      remedy: 'Save it as UTF-8, then push it again.',
      cause,
    })
  }
}

function runJson(run: RunRecord): object {
  return {
    ...run,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
  }
}
