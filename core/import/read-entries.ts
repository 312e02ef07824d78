import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../errors.ts'
import type { ImportEntry } from './importer.ts'

/** The entries of a file, and those that cannot be understood. */
export interface ReadEntries<T> {
  readonly good: readonly (readonly [key: string, value: T])[]
  readonly refused: readonly ImportEntry[]
}

/** Reads a JSON object whose entries stand for themselves: a broken one is told and spoils no other. */
export async function readEntries<T>(
  dir: string,
  file: string,
  entry: z.ZodType<T>,
): Promise<ReadEntries<T>> {
  let all: Readonly<Record<string, unknown>>
  try {
    const text = await readFile(join(dir, file), 'utf8')
    all = z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? 'it is no object' : messageOf(error)
    return { good: [], refused: [{ state: 'refused', file, detail: `cannot be read: ${why}` }] }
  }
  const good: [string, T][] = []
  const refused: ImportEntry[] = []
  for (const [key, value] of Object.entries(all)) {
    const parsed = entry.safeParse(value)
    if (parsed.success) good.push([key, parsed.data])
    else refused.push({ state: 'refused', file, key, detail: problemOf(parsed.error) })
  }
  return { good, refused }
}

/** What is wrong with an entry, in a line. */
export function problemOf({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
}
