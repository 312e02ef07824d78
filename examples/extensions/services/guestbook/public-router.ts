import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { Router } from '#core/http/router.ts'
import type { Greetings } from './greetings.ts'

const name = z.string().trim().min(1).max(60)

/** `POST /greet?name=Ann` leaves a greeting; `GET /greet` says how many there are. */
export function publicRouter(greetings: Greetings): Router {
  return new Router()
    .get('/greet', async (ctx) => {
      ctx.body = { greetings: await greetings.count() }
    })
    .post('/greet', async (ctx) => {
      const given = name.safeParse(ctx.query['name'])
      if (!given.success) {
        throw new BadRequest('no_name', 'A greeting needs a name', {
          remedy: 'POST /greet?name=Ann, with at most 60 characters.',
        })
      }
      await greetings.add(given.data)
      ctx.status = 201
      ctx.body = { welcome: given.data }
    })
}
