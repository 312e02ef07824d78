import type { Context } from 'koa'
import { z } from 'zod'
import { BadRequest, TooLarge } from '../errors.ts'

const FORM_BYTES = 64 * 1024
const JSON_BYTES = 1024 * 1024

/** Reads a form (application/x-www-form-urlencoded), at most 64 KiB; the same form if asked again. */
export async function readForm(ctx: Context, limit = FORM_BYTES): Promise<URLSearchParams> {
  const known = ctx.state['form'] as URLSearchParams | undefined
  if (known) return known
  if (!ctx.is('urlencoded')) throw new BadRequest('not_a_form', 'A form was expected')
  const form = new URLSearchParams((await readBody(ctx, limit)).toString('utf8'))
  ctx.state['form'] = form
  return form
}

/** Reads JSON, at most 1 MiB, and parses it by a schema; BadRequest says which fields are wrong. */
export async function readJson<T>(
  ctx: Context,
  schema: z.ZodType<T>,
  limit = JSON_BYTES,
): Promise<T> {
  if (!ctx.is('json')) throw new BadRequest('not_json', 'JSON was expected')
  const parsed = schema.safeParse(parseJson((await readBody(ctx, limit)).toString('utf8')))
  if (!parsed.success) throw new BadRequest('invalid_body', z.prettifyError(parsed.error))
  return parsed.data
}

/** Reads the raw body; TooLarge as soon as the limit is passed. */
export async function readBody(ctx: Context, limit: number): Promise<Buffer> {
  if ((ctx.request.length ?? 0) > limit) throw tooLarge(limit)
  const chunks: Buffer[] = []
  let size = 0
  try {
    // Left early, the plain iterator would cut the connection on which the answer goes back.
    for await (const chunk of ctx.req.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer
      size += bytes.length
      if (size > limit) throw tooLarge(limit)
      chunks.push(bytes)
    }
  } catch (cause) {
    if (cause instanceof TooLarge) throw cause
    throw new BadRequest('body_cut', 'The body broke off', { cause })
  }
  return Buffer.concat(chunks)
}

function tooLarge(limit: number): TooLarge {
  return new TooLarge('body_too_large', `At most ${limit} bytes are taken here`, {
    headers: { Connection: 'close' },
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadRequest('invalid_json', 'The body is not JSON', { cause })
  }
}
