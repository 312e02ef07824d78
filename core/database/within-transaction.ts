import { Kysely, PostgresDialect } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Database } from './connect.ts'
import { onTransaction } from './on-transaction.ts'

/** What begins and ends a transaction does so to a part of the one around it. */
const nested: Readonly<Record<string, string>> = {
  begin: 'savepoint nested',
  commit: 'release savepoint nested',
  rollback: 'rollback to savepoint nested',
}

/**
 * Does `change` with a database that is one transaction, whatever transactions `change` itself makes. Kept when
 * it resolves, unless `keep` is false; taken back when it rejects. For work one step after the other: two
 * transactions at once inside of it would get into each other.
 */
export async function withinTransaction<Result>(
  db: Database,
  { keep }: { readonly keep: boolean },
  change: (db: Database) => Promise<Result>,
): Promise<Result> {
  return onTransaction(db, (client) => change(onlyConnection(client)), { keep })
}

function onlyConnection(client: PoolClient): Database {
  const query = (text: unknown, ...more: unknown[]) =>
    Reflect.apply(client.query, client, [
      typeof text === 'string' ? (nested[text] ?? text) : text,
      ...more,
    ]) as unknown
  const inner = Object.assign(Object.create(client) as PoolClient, { query, release() {} })
  const connect = () => Promise.resolve(inner)
  // All that is asked of a pool here: queries, and connections that are given back.
  const pool = { query, connect, end: () => Promise.resolve() }
  const kysely = new Kysely<object>({ dialect: new PostgresDialect({ pool: pool as never }) })
  return {
    pool: pool as unknown as Pool,
    of: <Tables>(schema: string) => kysely.withSchema(schema) as unknown as Kysely<Tables>,
    close: () => Promise.resolve(),
  }
}
