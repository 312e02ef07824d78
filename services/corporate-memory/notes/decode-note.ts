import { BadRequest } from '#core/errors.ts'

/**
 * The text of a note: UTF-8, or UTF-16 with a mark as Windows editors write it. BadRequest for anything else, of which
 * only half the letters would be right. Where it was `cut`, a character that ends there is not wrong.
 */
export function decodeNote(bytes: Uint8Array, cut = false): string {
  const mark = Buffer.from(bytes.subarray(0, 2)).toString('hex')
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut })
  } catch (cause) {
    throw new BadRequest('not_utf8', 'CLAUDE.local.md is not in UTF-8; save it in that encoding', {
      cause,
    })
  }
}
