import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClientBase, PoolClient } from 'pg'
import { ConfigError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { Database } from './connect.ts'

/** Who owns a schema, and the folder of its migrations. */
export interface MigrationOwner {
  readonly owner: string
  readonly dir: string
}

interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

// Any number will do, as long as every version of the stack takes the same.
const LOCK = 7_215_233_481

/** The schema of an owner: its id with underscores. */
export function schemaOf(owner: string): string {
  return owner.replaceAll('-', '_')
}

/** Whether the stack has ever run on a database. */
export async function wasUsed(client: ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(`select where to_regclass('core.migration') is not null`)
  return rowCount === 1
}

/**
 * Brings every owner's schema up to date: `NNN-*.sql` in order, forward only, each in one transaction,
 * by one process at a time. An applied file that was edited, or is missing among ours, is a ConfigError;
 * what a newer version applied after ours stays, because versions only add: the one before must be able to
 * run again. Returns the names of what was applied.
 */
export async function migrate(
  db: Database,
  owners: readonly MigrationOwner[],
  log: Logger,
): Promise<readonly string[]> {
  const client = await db.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await prepare(client)
    const applied: string[] = []
    for (const owner of owners) applied.push(...(await migrateOwner(client, owner, log)))
    await client.query('select pg_advisory_unlock($1)', [LOCK])
    client.release()
    return applied
  } catch (error) {
    // The connection is ended, and with it the lock and what was not committed.
    client.release(true)
    throw error
  }
}

/**
 * The names of what `migrate` would apply, without waiting for one that is at work. A ConfigError where it would
 * throw one before it applies anything.
 */
export async function pendingMigrations(
  db: Database,
  owners: readonly MigrationOwner[],
): Promise<readonly string[]> {
  const client = await db.pool.connect()
  try {
    const used = await wasUsed(client)
    const pending: string[] = []
    for (const { owner, dir } of owners) {
      const migrations = await readMigrations(dir)
      const applied = used ? await appliedMigrations(client, owner) : new Map<string, string>()
      refuseChanges(dir, migrations, applied)
      const missing = migrations.filter(({ name }) => !applied.has(name))
      pending.push(...missing.map(({ name }) => `${owner}/${name}`))
    }
    return pending
  } finally {
    client.release()
  }
}

async function prepare(client: PoolClient): Promise<void> {
  await client.query(`
    create schema if not exists core;
    create table if not exists core.migration (
      owner text not null,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now(),
      primary key (owner, name)
    )`)
}

async function migrateOwner(
  client: PoolClient,
  { owner, dir }: MigrationOwner,
  log: Logger,
): Promise<readonly string[]> {
  const migrations = await readMigrations(dir)
  const applied = await appliedMigrations(client, owner)
  refuseChanges(dir, migrations, applied)
  const newer = [...applied.keys()].filter((name) => isNewer(name, migrations))
  if (newer.length > 0) log.warn({ owner, newer }, 'a newer version of the stack was here before')
  await client.query(`create schema if not exists ${client.escapeIdentifier(schemaOf(owner))}`)
  const pending = migrations.filter(({ name }) => !applied.has(name))
  for (const migration of pending) {
    await apply(client, owner, dir, migration)
    log.info({ owner, migration: migration.name }, 'migration applied')
  }
  return pending.map(({ name }) => `${owner}/${name}`)
}

async function readMigrations(dir: string): Promise<readonly Migration[]> {
  const names = (await readdir(dir)).sort()
  const wrong = names.filter((name) => !/^\d{3}-[a-z0-9-]+\.sql$/.test(name))
  if (wrong.length > 0) {
    throw new ConfigError(wrong.map((name) => `${join(dir, name)}: must be named NNN-what.sql`))
  }
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(dir, name), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function appliedMigrations(
  client: PoolClient,
  owner: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from core.migration where owner = $1',
    [owner],
  )
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

function refuseChanges(
  dir: string,
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): void {
  const known = new Map(migrations.map(({ name, sha256 }) => [name, sha256]))
  const problems = [...applied].flatMap(([name, sha256]) => {
    const now = known.get(name)
    if (now === sha256 || isNewer(name, migrations)) return []
    return now === undefined
      ? [`${join(dir, name)}: was applied and is missing; run the version of the stack that has it`]
      : [`${join(dir, name)}: was edited after it was applied; restore it and add a new migration`]
  })
  if (problems.length > 0) throw new ConfigError(problems)
}

/** Whether a migration comes after all that this version has. */
function isNewer(name: string, migrations: readonly Migration[]): boolean {
  return name > (migrations.at(-1)?.name ?? '')
}

async function apply(
  client: PoolClient,
  owner: string,
  dir: string,
  { name, sql, sha256 }: Migration,
): Promise<void> {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into core.migration (owner, name, sha256) values ($1, $2, $3)', [
      owner,
      name,
      sha256,
    ])
    await client.query('commit')
  } catch (cause) {
    throw new ConfigError([`${join(dir, name)}: ${messageOf(cause)}`])
  }
}
