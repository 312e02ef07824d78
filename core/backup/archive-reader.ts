import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { extract, type Header as Headers } from 'tar-stream'
import { AppError, messageOf, NotFound } from '../errors.ts'
import { damaged, openSealed } from './age-file.ts'

/** One entry; its content must be read to the end before the next one comes. */
export interface ArchiveEntry {
  readonly name: string
  readonly facts: Headers
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * Reads the entries of an encrypted archive in order. Throws NotFound, `wrong_backup_key`, or `damaged_backup` for
 * a file that was changed or cut off, as soon as that is seen.
 */
export async function* readArchive(path: string, identity: string): AsyncGenerator<ArchiveEntry> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new NotFound('no_backup', `${path}: ${messageOf(cause)}`, { cause })
  })
  if (!found.isFile()) throw new NotFound('no_backup', `${path} is a folder, or no plain file`)
  const source = createReadStream(path)
  try {
    const payload = await openSealed(source, identity)
    const tar = extract()
    let failure: unknown
    const read = pipeline(source, payload, tar).catch((error: unknown) => void (failure = error))
    /** What went wrong first: what is read from only says that it was closed. */
    const reason = async (seen: unknown) => {
      await read
      const first = failure ?? seen
      return first instanceof AppError ? first : damaged(messageOf(first), first)
    }
    try {
      for await (const entry of tar) {
        const { header } = entry
        yield {
          name: header.name,
          facts: header,
          content: translated(entry as AsyncIterable<Uint8Array>, reason),
        }
      }
    } catch (error) {
      throw await reason(error)
    }
    await read
    if (failure !== undefined) throw await reason(failure)
  } finally {
    source.destroy()
  }
}

async function* translated(
  content: AsyncIterable<Uint8Array>,
  reason: (seen: unknown) => Promise<Error>,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of content) yield bytes
  } catch (error) {
    throw await reason(error)
  }
}

/** The whole content of a small entry. */
export async function contentOf({ content }: ArchiveEntry): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces)
}
