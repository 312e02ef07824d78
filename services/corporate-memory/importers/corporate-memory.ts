import { basename, dirname, join } from 'node:path'
import { readEnv } from '#core/env.ts'
import { AppError } from '#core/errors.ts'
import type { ImportContext, ImportEntry, Importer } from '#core/import/importer.ts'
import { countOf } from '#core/portal/format-count.ts'
import { CONTENT_LENGTH } from '../extract/extract-fact.ts'
import { importLegacy } from '../legacy/import-legacy.ts'
import { nameHere } from '../legacy/name-here.ts'
import { readLegacy } from '../legacy/read-legacy.ts'
import manifest from '../service.ts'

const FILE = /(^|\/)(knowledge|votes|user_hashes)\.json$/
const LOG = /(^|\/)corporate-memory\/collection\.log$/

/** Items and votes of knowledge.json and votes.json, each folder for itself. */
export default {
  knows: (file) => FILE.test(file) || LOG.test(file),
  async take(files, context) {
    const entries: ImportEntry[] = []
    for (const file of files.filter((each) => basename(each) === 'user_hashes.json')) {
      const detail = 'whose note was read last: the first collection reads all notes'
      entries.push({ state: 'left', file, detail })
    }
    for (const file of files.filter((each) => LOG.test(each))) {
      entries.push({ state: 'left', file, detail: 'the log of the original' })
    }
    const data = files.filter((each) => /(knowledge|votes)\.json$/.test(each))
    for (const folder of new Set(data.map((file) => dirname(file)))) {
      const own = data.filter((file) => dirname(file) === folder)
      entries.push(...(await takeFolder(folder, own, context)))
    }
    return entries
  },
} satisfies Importer

async function takeFolder(
  folder: string,
  files: readonly string[],
  { dir, db, installation, personOf }: ImportContext,
): Promise<readonly ImportEntry[]> {
  const inFolder = (name: string) => join(folder, name)
  const knowledge = inFolder('knowledge.json')
  const votes = inFolder('votes.json')
  try {
    const read = await readLegacy(join(dir, folder))
    const { legacy, strangers } = await nameHere(read, { db, personOf })
    const { CORPORATE_MEMORY_VOTES: needed } = readEnv(manifest.env, installation.rawEnv)
    const done = await importLegacy(db, legacy, { needed })
    const cast = [...legacy.votes.values()].reduce((sum, own) => sum + own.size, 0)
    const counted = (
      state: ImportEntry['state'],
      file: string,
      count: number,
      one: string,
      more = '',
    ) => (count > 0 ? [{ state, file, detail: `${countOf(count, one)}${more}` }] : [])
    return [
      ...counted('new', knowledge, done.items, 'item'),
      ...counted('there', knowledge, done.known, 'item'),
      ...done.heldBack.map((key) => ({
        ...{ state: 'left' as const, file: knowledge, key },
        detail: 'its text looks like a secret: the item is there, rejected and without it',
      })),
      ...done.shortened.map((key) => ({
        ...{ state: 'left' as const, file: knowledge, key },
        detail: `the end of its text, after ${CONTENT_LENGTH} characters`,
      })),
      ...counted('new', votes, done.votes, 'vote'),
      ...counted('there', votes, cast - done.votes - done.orphaned, 'vote'),
      ...counted(
        'left',
        votes,
        done.orphaned,
        'vote',
        ' for items that knowledge.json does not have',
      ),
      ...read.broken.map(({ file, key, problem }) => ({
        ...{ state: 'refused' as const, file: inFolder(file), key },
        detail: problem,
      })),
      ...strangers.map((key) => ({
        ...{ state: 'refused' as const, file: votes, key },
        detail: 'this username is another person’s here: their votes and notes stay out',
      })),
    ]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const others = files.filter((file) => file !== knowledge)
    return [
      { state: 'refused', file: knowledge, detail: error.message },
      ...others.map((file) => ({
        ...{ state: 'refused' as const, file },
        detail: 'goes with the knowledge.json beside it',
      })),
    ]
  }
}
