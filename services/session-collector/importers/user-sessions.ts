import { readEnv } from '#core/env.ts'
import type { ImportContext, ImportEntry, Importer } from '#core/import/importer.ts'
import { NOBODY } from '#core/import/person-of.ts'
import { placeOf, storesOf } from '#core/backup/stores.ts'
import { importTranscripts, type Transcript } from '../collect/import-transcripts.ts'
import { isGoodPath } from '../collect/source.ts'
import manifest from '../service.ts'

const MEGABYTE = 1024 * 1024
const FILE = /(?:^|\/)user_sessions\/([^/]+)\/([^/]+)$/

/** Transcripts of user_sessions/<person>/; their figures follow with the next collection. */
export default {
  knows: (file) => FILE.test(file),
  async take(files, context) {
    const entries: ImportEntry[] = []
    const byPerson = Map.groupBy(files, (file) => FILE.exec(file)?.[1] ?? '')
    for (const [name, own] of byPerson) entries.push(...(await takePerson(name, own, context)))
    return entries
  },
} satisfies Importer

async function takePerson(
  name: string,
  files: readonly string[],
  { dir, db, installation, plan, personOf }: ImportContext,
): Promise<readonly ImportEntry[]> {
  const folder = (files[0] ?? '').split('/').slice(0, -1).join('/')
  const person = await personOf(name)
  if (!person) {
    const detail = `${files.length} transcripts: ${NOBODY}`
    return [{ state: 'refused', file: folder, key: name, detail }]
  }
  const found: Transcript[] = []
  const entries: ImportEntry[] = []
  for (const file of files) {
    const path = FILE.exec(file)?.[2] ?? ''
    if (isGoodPath(path)) found.push({ file, path })
    else entries.push({ state: 'left', file, key: name, detail: 'is not named as a transcript is' })
  }
  const { SESSIONS_QUOTA_MB: quota } = readEnv(manifest.env, installation.rawEnv)
  const done = await importTranscripts(found, {
    ...{ dir, db, plan, username: person.username, quotaBytes: quota * MEGABYTE },
    storeDir: placeOf(storesOf(installation), 'data', 'sessions'),
  })
  const counted = (state: ImportEntry['state'], count: number, what: string) =>
    count > 0 ? [{ state, file: folder, key: name, detail: `${count} ${what}` }] : []
  return [
    ...entries,
    ...counted('new', done.taken, `transcripts of ${person.email}`),
    ...counted('there', done.known, 'transcripts'),
    ...counted('left', done.leftOut, 'transcripts that the person does not want to be kept'),
    ...done.refused.map(({ file, reason }) => ({
      ...{ state: 'refused' as const, file, key: name, detail: reason },
    })),
  ]
}
