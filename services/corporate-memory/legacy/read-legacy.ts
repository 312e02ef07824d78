import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BadRequest, messageOf } from '#core/errors.ts'
import {
  knowledgeFile,
  userHashesFile,
  votesFile,
  type KnowledgeFile,
  type VotesFile,
} from './legacy-files.ts'

/** What lies in the original's folder. */
export interface Legacy {
  readonly knowledge: KnowledgeFile
  readonly votes: VotesFile
  readonly users: readonly string[]
}

/** Reads the three files; a missing one is empty but for the first, a broken one is an error. */
export async function readLegacy(folder: string): Promise<Legacy> {
  const knowledge = await readJson(join(folder, 'knowledge.json'), knowledgeFile)
  if (!knowledge) {
    throw new BadRequest('no_knowledge', `There is no knowledge.json in ${folder}`, {
      remedy: 'Name the folder of the original, such as /data/corporate-memory.',
    })
  }
  const votes = (await readJson(join(folder, 'votes.json'), votesFile)) ?? {}
  const hashes = await readJson(join(folder, 'user_hashes.json'), userHashesFile)
  return { knowledge, votes, users: Object.keys(hashes?.hashes ?? {}) }
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
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
