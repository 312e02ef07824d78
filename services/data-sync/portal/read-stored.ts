import { z } from 'zod'
import { messageOf } from '#core/errors.ts'
import type { ObjectStore } from '#core/files/object-store.ts'

/** A stored object that was read and parsed, or the reason why it is not to be had, for people. */
export type Stored<T> = { readonly value: T } | { readonly missing: string }

/** Reads a JSON object by its hash. A lost or damaged one takes only its own part of a page with it. */
export async function readStored<T>(
  objects: Pick<ObjectStore, 'read'>,
  sha256: string,
  schema: z.ZodType<T>,
): Promise<Stored<T>> {
  try {
    const parsed = schema.safeParse(JSON.parse((await objects.read(sha256)).toString('utf8')))
    if (parsed.success) return { value: parsed.data }
    return {
      missing: `It was written in a form that this version does not read: ${z.prettifyError(parsed.error)}`,
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return { missing: 'Its file is missing on the server.' }
    }
    if (error instanceof SyntaxError) return { missing: `Its file is damaged: ${messageOf(error)}` }
    throw error
  }
}
