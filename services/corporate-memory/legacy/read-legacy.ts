import { join } from 'node:path'
import { z } from 'zod'
import { BadRequest, messageOf } from '#core/errors.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { problemOf } from '#core/import/read-entries.ts'
import { itemId, oldItem, oldName, oldVote, oldVotes } from './legacy-files.ts'
import type { OldItem, OldItems, OldVotes, Vote } from './legacy-files.ts'

/** An entry that cannot be understood, and why. */
export interface BrokenEntry {
  readonly file: 'knowledge.json' | 'votes.json'
  readonly key: string
  readonly problem: string
}

/** What lies in the original's folder. */
export interface Legacy {
  readonly items: OldItems
  readonly votes: OldVotes
  readonly broken: readonly BrokenEntry[]
}

const knowledgeFile = z.object({ items: z.record(z.string(), z.unknown()) })
const votesFile = z.record(z.string(), z.unknown())

/**
 * Reads knowledge.json, and votes.json where that is there. A file that is broken as a whole is an error; a
 * broken entry is told and spoils no other.
 */
export async function readLegacy(folder: string): Promise<Legacy> {
  const knowledge = await readJson(join(folder, 'knowledge.json'), knowledgeFile)
  if (!knowledge) {
    throw new BadRequest('no_knowledge', `There is no knowledge.json in ${folder}`, {
      remedy: 'Name the folder of the original, such as /data/corporate-memory.',
    })
  }
  const cast = (await readJson(join(folder, 'votes.json'), votesFile)) ?? {}
  const broken: BrokenEntry[] = []
  const items = new Map<string, OldItem>()
  for (const [key, value] of Object.entries(knowledge.items)) {
    const { error } = itemId.safeParse(key)
    const parsed = oldItem.safeParse(value)
    if (parsed.success && !error) items.set(key, parsed.data)
    else broken.push({ file: 'knowledge.json', key, problem: problemsOf(error, parsed.error) })
  }
  const votes = new Map<string, Map<string, Vote>>()
  for (const [username, value] of Object.entries(cast)) {
    const { error } = oldName.safeParse(username)
    const own = oldVotes.safeParse(value)
    if (error || !own.success) {
      broken.push({ file: 'votes.json', key: username, problem: problemsOf(error, own.error) })
      continue
    }
    const good = new Map<string, Vote>()
    for (const [id, value] of Object.entries(own.data)) {
      const parsed = oldVote.safeParse(value)
      const key = `${username} ${id}`
      if (parsed.success) good.set(id, parsed.data)
      else broken.push({ file: 'votes.json', key, problem: problemsOf(parsed.error) })
    }
    votes.set(username, good)
  }
  return { items, votes, broken }
}

function problemsOf(...errors: readonly (z.ZodError | undefined)[]): string {
  return errors.flatMap((error) => (error ? [problemOf(error)] : [])).join('; ')
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readTextIfPresent(path)
  if (text === undefined) return undefined
  try {
    const parsed = schema.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    throw new Error(z.prettifyError(parsed.error))
  } catch (cause) {
    throw new BadRequest('broken_file', `${path} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Nothing was taken over. Mend the file, or take it from a backup.',
      cause,
    })
  }
}
