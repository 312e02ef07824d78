import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ObjectStore } from '#core/files/object-store.ts'
import { canonicalJson } from '#core/sync/canonical-json.ts'
import type { Catalogue } from '../../services/data-sync/engine/runs.ts'

/** A table to publish: its partitions' files, each given as the SELECT that makes its rows. */
export interface TestTable {
  readonly columns: Readonly<Record<string, string>>
  readonly files: readonly string[]
  readonly description?: string
  /** Text of an object with rejected rows, which must never leave the server. */
  readonly rejects?: string
}

/** Puts generations into a test's catalogue and object store the way that the engine does. */
export interface Publisher {
  /** One generation: the named tables get a new version, those that are null are withdrawn. */
  publish(tables: Readonly<Record<string, TestTable | null>>): Promise<number>
  close(): Promise<void>
}

interface TestFile {
  readonly sha256: string
  readonly size: number
  readonly rows: number
}

/** Makes the Parquet files with DuckDB; equal SELECTs are made once. */
export async function openPublisher(
  catalogue: Catalogue,
  objects: ObjectStore,
): Promise<Publisher> {
  const staging = await mkdtemp(join(tmpdir(), 'publisher-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const duckdb = await instance.connect()
  const made = new Map<string, TestFile>()

  const makeFile = async (select: string): Promise<TestFile> => {
    const file = join(staging, 'made.parquet')
    const copied = await duckdb.runAndReadAll(`COPY (${select}) TO '${file}' (FORMAT parquet)`)
    const bytes = await readFile(file)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await objects.put(file, sha256)
    return { sha256, size: bytes.length, rows: Number(copied.getRows()[0]?.[0]) }
  }

  const addVersion = async (
    transaction: Catalogue,
    id: string,
    table: TestTable,
    generation: number,
  ) => {
    const files: TestFile[] = []
    for (const select of table.files) {
      const file = made.get(select) ?? (await makeFile(select))
      made.set(select, file)
      files.push(file)
    }
    const [dataset = '', name = ''] = id.split('/')
    const columns = Object.entries(table.columns).map(([column, type]) => ({
      name: column,
      sourceName: column,
      type,
      origin: 'declared',
      description: `The ${column} of ${name}`,
    }))
    const schema = await objects.putBytes(
      canonicalJson({ v: 1, table: id, primaryKey: [], columns }),
    )
    const partitions = files.map((file, index) => ({ key: `p${index}`, files: [file] }))
    const content = { v: 1, table: id, schema: schema.sha256, partitions }
    const manifest = await objects.putBytes(canonicalJson(content))
    const version = await transaction
      .insertInto('version')
      .values({
        table_id: id,
        dataset,
        name,
        description: table.description ?? null,
        rows: files.reduce((sum, { rows }) => sum + rows, 0),
        bytes: files.reduce((sum, { size }) => sum + size, 0),
        rejected: 0,
        schema_sha256: schema.sha256,
        schema_size: schema.size,
        manifest_sha256: manifest.sha256,
        manifest_size: manifest.size,
        profile_sha256: null,
        profile_size: null,
        from_gen: generation,
        to_gen: null,
        ended_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const rejects = table.rejects === undefined ? [] : [await objects.putBytes(table.rejects)]
    const used = [
      { ...schema, role: 'schema' as const },
      { ...manifest, role: 'manifest' as const },
      ...files.map((file) => ({ ...file, role: 'data' as const })),
      ...rejects.map((file) => ({ ...file, role: 'rejects' as const })),
    ]
    const rows = new Map(
      used.map(({ sha256, size, role }) => [
        `${role} ${sha256}`,
        { version_id: version.id, sha256, size, role },
      ]),
    )
    await transaction
      .insertInto('version_object')
      .values([...rows.values()])
      .execute()
  }

  return {
    async publish(tables) {
      const last = await catalogue
        .selectFrom('generation')
        .select(({ fn }) => fn.max('id').as('id'))
        .executeTakeFirst()
      const generation = Number(last?.id ?? 0) + 1
      // All at once, like the engine: nobody sees half a generation.
      await catalogue.transaction().execute(async (transaction) => {
        await transaction.insertInto('generation').values({ id: generation }).execute()
        await transaction
          .updateTable('version')
          .set({ to_gen: generation, ended_at: new Date() })
          .where('to_gen', 'is', null)
          .where('table_id', 'in', ['', ...Object.keys(tables)])
          .execute()
        for (const [id, table] of Object.entries(tables)) {
          if (table) await addVersion(transaction, id, table, generation)
        }
      })
      return generation
    },
    async close() {
      duckdb.closeSync()
      instance.closeSync()
      await rm(staging, { recursive: true })
    },
  }
}
