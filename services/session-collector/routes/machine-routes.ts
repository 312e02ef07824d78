import { createReadStream } from 'node:fs'
import type { Context } from 'koa'
import { z } from 'zod'
import { BadRequest, Conflict, NotFound } from '#core/errors.ts'
import { readBody, readJson } from '#core/http/body.ts'
import { paramOf } from '#core/http/param-of.ts'
import { Router } from '#core/http/router.ts'
import { requireBearer } from '#core/http/require-bearer.ts'
import type { Secrets } from '#core/secrets.ts'
import type { OwnReckoning } from '../collect/own-reckoning.ts'
import { plainCopy } from '../collect/plain-copy.ts'
import { takePush } from '../collect/take-push.ts'
import { isGoodPath, type Source } from '../collect/source.ts'
import type { SessionPlace } from '../session-place.ts'
import { deleteSession, filesOf, sessionBy, sessionsOf, setPrivate } from '../sessions.ts'

const CHUNK_BYTES = 16 * 1024 * 1024
const privacy = z.object({ private: z.boolean() })
const where = z.object({
  path: z.string().max(1000).refine(isGoodPath, 'not the path of a transcript'),
  // `Number` would take nothing, blanks and 0x10 for numbers as well.
  offset: z
    .string()
    .regex(/^\d{1,15}$/, 'not an offset')
    .transform(Number),
})

/** For people's machines, with a token: their sessions, and transcripts as they grow. */
export function machineRoutes(
  place: SessionPlace & { readonly quotaBytes: number; readonly reckoning: OwnReckoning },
  secrets: Secrets,
): Router {
  const { db, storeDir, reckoning } = place

  const usernameOf = async (ctx: Context): Promise<string> =>
    (await requireBearer(ctx, { db, secrets })).username
  /** Whoever asks for sessions finds what was sent a moment ago. */
  const askerOf = async (ctx: Context): Promise<string> => {
    const username = await usernameOf(ctx)
    await reckoning.reckon(username)
    return username
  }
  const idOf = (ctx: Context) => paramOf(ctx, 'id')

  async function list(ctx: Context): Promise<void> {
    const sessions = await sessionsOf(db, await askerOf(ctx))
    ctx.body = {
      sessions: sessions.map(({ id, figures, private: isPrivate }) => ({
        id,
        private: isPrivate,
        ...figures,
      })),
    }
  }

  async function download(ctx: Context): Promise<void> {
    const username = await askerOf(ctx)
    await sessionBy(db, username, idOf(ctx))
    const [file] = await filesOf(place, username, idOf(ctx))
    if (!file) throw new NotFound('no_copy', 'The copy of this session is not kept any more')
    ctx.type = 'application/x-ndjson'
    ctx.body = createReadStream(plainCopy(storeDir, file))
  }

  async function hide(ctx: Context): Promise<void> {
    const username = await askerOf(ctx)
    await setPrivate(place, username, idOf(ctx), (await readJson(ctx, privacy)).private)
    ctx.status = 204
  }

  async function remove(ctx: Context): Promise<void> {
    await deleteSession(place, await askerOf(ctx), idOf(ctx))
    ctx.status = 204
  }

  /** Appends at an offset; 409 with the offset from which to go on when it is another one. */
  async function push(ctx: Context): Promise<void> {
    const username = await usernameOf(ctx)
    const { data, error } = where.safeParse(
      Object.fromEntries(new URLSearchParams(ctx.querystring)),
    )
    if (!data) throw new BadRequest('bad_place', error.issues[0]?.message ?? 'not a place')
    const source: Source = { username, origin: 'push', path: data.path }
    const taken = await takePush(place, source, data.offset, await readBody(ctx, CHUNK_BYTES))
    if (taken.kind === 'elsewhere') {
      throw new Conflict('other_offset', `go on at ${taken.done}`, {
        headers: { 'Upload-Offset': String(taken.done) },
      })
    }
    ctx.body = taken
  }

  return new Router()
    .get('/api/sessions', list)
    .put('/api/sessions/files', push)
    .get('/api/sessions/:id', download)
    .post('/api/sessions/:id/private', hide)
    .delete('/api/sessions/:id', remove)
}
