import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import type { ImportContext, ImportEntry, Importer } from '#core/import/importer.ts'
import { findByOriginalName } from '#core/import/person-of.ts'
import { listFiles } from './list-files.ts'
import { unknownEntries } from './unknown-entries.ts'

/** What is imported, and into what. */
export interface FolderImport extends Pick<ImportContext, 'dir' | 'installation'> {
  readonly db: Database
  readonly importers: readonly Importer[]
  /** The original's own e-mail domains. */
  readonly domains: readonly string[]
}

/** Says what would become of every file; nothing is changed. */
export function planImport(input: FolderImport): Promise<readonly ImportEntry[]> {
  // All in one, so that what needs people sees those that are to be made.
  return withinTransaction(input.db, { keep: false }, (db) =>
    takeAll(input, (take) => take(db), true),
  )
}

/** Takes over what can be, each importer in a transaction of its own, and says what became of every file. */
export function applyImport(input: FolderImport): Promise<readonly ImportEntry[]> {
  return takeAll(input, (take) => withinTransaction(input.db, { keep: true }, take), false)
}

/** Whether one of the entries is of a file, or of a folder that it lies in. */
function isTold(file: string, entries: readonly ImportEntry[]): boolean {
  return entries.some((entry) => file === entry.file || file.startsWith(`${entry.file}/`))
}

function nothingIn(file: string): ImportEntry {
  return { state: 'left', file, detail: 'has nothing in it to take over' }
}

async function takeAll(
  { dir, installation, importers, domains }: FolderImport,
  run: <Result>(take: (db: Database) => Promise<Result>) => Promise<Result>,
  plan: boolean,
): Promise<readonly ImportEntry[]> {
  const { files, others } = await listFiles(dir)
  const entries: ImportEntry[] = []
  for (const importer of importers) {
    const own = files.filter((file) => importer.knows(file))
    if (own.length === 0) continue
    const taken = await run((db) =>
      importer.take(own, {
        ...{ dir, db, installation, plan },
        personOf: findByOriginalName(db, domains),
      }),
    )
    entries.push(...taken, ...own.filter((file) => !isTold(file, taken)).map(nothingIn))
  }
  const isKnown = (file: string) => importers.some((importer) => importer.knows(file))
  for (const file of others.filter(isKnown)) {
    entries.push({ state: 'refused', file, detail: 'is a link or no plain file: copy it' })
  }
  const all = [...files, ...others]
  const known = all.filter(isKnown)
  return [
    ...entries,
    ...unknownEntries(
      all.filter((file) => !isKnown(file)),
      known,
    ),
  ]
}
