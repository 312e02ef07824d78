import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import type { LoadedDuckdb } from './duckdb.ts'
import { writeGenerationRecord, type GenerationRecord } from './generation-record.ts'
import { filePlacer } from './place-file.ts'
import { dataObjects, describingObjects, type ReceivedTable } from './received-table.ts'
import { buildViewsDatabase } from './views-database.ts'
import type { Workspace } from './workspace.ts'
import type { SignedRoot } from '#core/sync/root.ts'

/** The name of the database in a generation's folder. */
export const viewsFile = 'analytics.duckdb'

/**
 * Makes the folder of one generation: its files under readable names, a database of views over exactly
 * those files, and at the end the record that says it is complete. Nothing points to it yet.
 */
export async function makeGenerationFolder(
  workspace: Workspace,
  folder: string,
  root: SignedRoot,
  tables: readonly ReceivedTable[],
  duckdb: LoadedDuckdb,
): Promise<GenerationRecord> {
  const dir = join(workspace.generations, folder)
  await rm(dir, { recursive: true, force: true })
  await makeFolder(join(dir, 'readers'))
  const files = new Map<string, readonly string[]>()
  const { place } = filePlacer()
  for (const table of tables) {
    const names = fileNames(table)
    for (const [name, sha256] of names)
      await place(join(workspace.objects, sha256), join(dir, name))
    const nameOf = new Map([...names].map(([name, sha256]) => [sha256, name]))
    const ordered = dataObjects(table).map(({ sha256 }) => join(dir, nameOf.get(sha256) ?? sha256))
    files.set(table.root.id, ordered)
  }
  const problems = await buildViewsDatabase(duckdb, join(dir, viewsFile), tables, files)
  const record = recordOf(workspace, root, tables, problems)
  await writeGenerationRecord(dir, record)
  return record
}

/** File name to object: `<view>-<first 8 of the hash>.parquet`, more of the hash where that is not enough. */
export function fileNames(table: ReceivedTable): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { sha256 } of dataObjects(table)) {
    const short = `${table.view}-${sha256.slice(0, 8)}.parquet`
    const taken = names.get(short)
    const name = taken === undefined || taken === sha256 ? short : `${table.view}-${sha256}.parquet`
    names.set(name, sha256)
  }
  return names
}

function recordOf(
  workspace: Workspace,
  root: SignedRoot,
  tables: readonly ReceivedTable[],
  problems: ReadonlyMap<string, string>,
): GenerationRecord {
  const described = describingObjects(root).map(({ sha256 }) => sha256)
  const data = tables.flatMap((table) => dataObjects(table).map(({ sha256 }) => sha256))
  return {
    v: 1,
    generation: root.gen,
    created: root.created,
    dir: workspace.dir,
    tables: tables.map((table) => {
      const { schema: _schema, profile: _profile, manifest: _manifest, ...rest } = table.root
      const problem = problems.get(rest.id)
      return {
        ...rest,
        view: table.view,
        columns: table.schema.columns.length,
        files: dataObjects(table).length,
        ...(problem === undefined ? {} : { problem }),
      }
    }),
    objects: [...new Set([...described, ...data])],
  }
}
