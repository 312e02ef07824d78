import { z } from 'zod'
import { ConfigError, messageOf } from '#core/errors.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'

/**
 * What `stack` has written into a file of its own; undefined where there is none. A ConfigError with the file and the
 * reason for one that does not follow the schema, and with what to do (`hint`).
 */
export async function readRecord<T>(
  file: string,
  schema: z.ZodType<T>,
  hint: string,
): Promise<T | undefined> {
  const text = await readTextIfPresent(file)
  if (text === undefined) return undefined
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error)
    throw new ConfigError([`${file}: ${reason}; ${hint}`])
  }
}
