import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { messageOf, UpstreamError } from '#core/errors.ts'
import {
  tableManifest,
  type RootTable,
  type SignedRoot,
  type TableManifest,
} from '#core/sync/root.ts'
import { tableSchema, type TableSchema } from '#core/sync/table-schema.ts'
import type { ObjectReference } from './fetch-object.ts'

/** A table of the root with what its objects say; `view` is the name that analysts query. */
export interface ReceivedTable {
  readonly root: RootTable
  readonly view: string
  readonly manifest: TableManifest
  readonly schema: TableSchema
}

/** The small objects that describe the tables; they are fetched before the data. */
export function describingObjects(root: SignedRoot): readonly ObjectReference[] {
  return root.tables.flatMap(({ manifest, schema, profile }) =>
    profile ? [manifest, schema, profile] : [manifest, schema],
  )
}

/** The files that hold a table's rows. */
export function dataObjects({ manifest }: ReceivedTable): readonly ObjectReference[] {
  return manifest.partitions.flatMap(({ files }) => files)
}

/** Reads and checks the descriptions of all tables from the objects that were fetched. */
export async function readTables(
  objects: string,
  root: SignedRoot,
): Promise<readonly ReceivedTable[]> {
  const views = viewNames(root.tables)
  return Promise.all(
    root.tables.map(async (table) => {
      const manifest = await readObject(objects, table.manifest.sha256, tableManifest)
      const schema = await readObject(objects, table.schema.sha256, tableSchema)
      if (manifest.table !== table.id || manifest.schema !== table.schema.sha256) {
        throw contradiction(`the manifest of ${table.id} describes another table`)
      }
      return { root: table, view: views.get(table.id) ?? table.name, manifest, schema }
    }),
  )
}

/** A table's view has its name; tables of several datasets with one name are told apart by the dataset. */
export function viewNames(tables: readonly RootTable[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>()
  for (const { name } of tables) count.set(name, (count.get(name) ?? 0) + 1)
  const views = new Map<string, string>()
  for (const { id, name, dataset } of tables) {
    views.set(id, count.get(name) === 1 ? name : `${dataset}__${name}`)
  }
  if (new Set(views.values()).size === tables.length) return views
  throw contradiction('two tables of the root have the same name')
}

async function readObject<T>(objects: string, hash: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(join(objects, hash), 'utf8')))
  } catch (cause) {
    throw contradiction(`object ${hash} is not what the root says: ${messageOf(cause)}`, cause)
  }
}

function contradiction(message: string, cause?: unknown): UpstreamError {
  const remedy = 'Tell the administrator; the data that you have stays as it is.'
  return new UpstreamError('invalid_generation', message, { remedy, cause })
}
