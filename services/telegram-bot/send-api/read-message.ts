import type { Context } from 'koa'
import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { readBody, readJson } from '#core/http/body.ts'
import type { Photo } from '../telegram/send-photo.ts'

/** Telegram takes photos up to 10 MB; base64 and the other fields need their room. */
const PHOTO_BYTES = 10 * 1024 * 1024
const BODY_BYTES = 15 * 1024 * 1024

const user = z.string().min(1).max(255)

const textMessage = z.object({
  user,
  text: z.string().min(1).max(65_536),
  parse_mode: z.string().nullish(),
})

const photoFields = z.object({ user, caption: z.string().max(65_536).default('') })

const photoJson = photoFields.extend({
  photo: z.base64('must be the image in base64').optional(),
  photo_path: z.unknown().optional(),
})

/** A text on its way to somebody; `marked` when its Markdown counts. */
export async function readText(
  ctx: Context,
): Promise<{ readonly user: string; readonly text: string; readonly marked: boolean }> {
  const { parse_mode: mode = 'Markdown', ...message } = await readJson(ctx, textMessage)
  return { ...message, marked: /^markdown/i.test(mode ?? '') }
}

/** An image on its way to somebody: a multipart form with a file `photo`, or JSON with it in base64. */
export async function readPhoto(
  ctx: Context,
): Promise<{ readonly user: string; readonly caption: string; readonly photo: Photo }> {
  if (!ctx.is('multipart')) {
    const { photo, photo_path: path, ...fields } = await readJson(ctx, photoJson, BODY_BYTES)
    if (photo === undefined) throw noBytes(path !== undefined)
    return { ...fields, photo: photoOf(Buffer.from(photo, 'base64')) }
  }
  const form = await readMultipart(ctx)
  const fields = photoFields.safeParse({
    user: form.get('user') ?? undefined,
    caption: form.get('caption') ?? undefined,
  })
  if (!fields.success) throw new BadRequest('invalid_body', z.prettifyError(fields.error))
  const photo = form.get('photo')
  if (!(photo instanceof Blob)) throw noBytes(form.has('photo_path'))
  return { ...fields.data, photo: photoOf(Buffer.from(await photo.arrayBuffer())) }
}

async function readMultipart(ctx: Context): Promise<FormData> {
  const body = await readBody(ctx, BODY_BYTES)
  try {
    const headers = { 'content-type': ctx.get('content-type') }
    return await new Response(new Uint8Array(body), { headers }).formData()
  } catch (cause) {
    throw new BadRequest('invalid_body', 'The body is not a multipart form', { cause })
  }
}

function noBytes(path: boolean): BadRequest {
  return new BadRequest('no_photo', path ? 'No path is read here' : 'The photo is missing', {
    remedy: 'Send the bytes of the image: as the file `photo` of a multipart form, or in base64.',
  })
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])

function photoOf(bytes: Buffer): Photo {
  if (bytes.length > PHOTO_BYTES)
    throw new BadRequest('photo_too_large', 'A photo has at most 10 MB')
  if (bytes.subarray(0, PNG.length).equals(PNG)) return { type: 'image/png', bytes }
  if (bytes.subarray(0, JPEG.length).equals(JPEG)) return { type: 'image/jpeg', bytes }
  throw new BadRequest('not_a_photo', 'The photo is neither PNG nor JPEG')
}
