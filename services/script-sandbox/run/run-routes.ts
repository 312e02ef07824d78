import type { Context } from 'koa'
import { Unavailable } from '#core/errors.ts'
import { readJson } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import type { Health } from '#core/service.ts'
import type { ChosenWall } from '../wall/choose-wall.ts'
import { openPlaces } from './places.ts'
import { runBesideOthers } from './run-beside-others.ts'
import type { SandboxPlace } from './run-in-sandbox.ts'
import { runRequest } from './run-request.ts'

/**
 * POST /run: one program behind the wall, which ends when its asker leaves; Unavailable('no_wall') for each where none
 * holds.
 */
export function runRoutes(place: SandboxPlace, { wall, hole }: ChosenWall): Router {
  const places = openPlaces()

  async function run(ctx: Context): Promise<void> {
    if (!wall) {
      throw new Unavailable('no_wall', `Scripts are not run here: ${hole}`, {
        remedy:
          'Install bubblewrap (apt-get install bubblewrap), run the stack in containers, or use a system with Linux 6.2 and util-linux 2.40 or newer (Debian 13).',
      })
    }
    const left = new AbortController()
    ctx.res.once('close', () => left.abort(new Unavailable('asker_left', 'Nobody waits for it')))
    const request = await readJson(ctx, runRequest)
    const release = await places.take(request.owner, left.signal)
    try {
      ctx.body = await runBesideOthers(place, wall, request, left.signal)
    } finally {
      release()
    }
  }

  return new Router().post('/run', run)
}

/** What the health page says of it. */
export function wallHealth({ wall, hole }: ChosenWall): Health {
  return wall
    ? { status: 'ok', detail: wall.name }
    : { status: 'degraded', detail: `scripts are not run here: ${hole}` }
}
