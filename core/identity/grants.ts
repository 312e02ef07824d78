import { grantPattern } from '../config/check-names.ts'
import type { Database } from '../database/connect.ts'
import { BadRequest, NotFound } from '../errors.ts'
import { requireGroup } from './groups.ts'

/**
 * Whether one of the patterns grants a table: `*` grants all, `dataset/*` a dataset, anything else is
 * the id of one table (`dataset/table`).
 */
export function isGranted(patterns: readonly string[], tableId: string): boolean {
  const dataset = tableId.slice(0, tableId.indexOf('/') + 1)
  return patterns.some(
    (pattern) =>
      pattern === '*' || pattern === tableId || (dataset !== '' && pattern === `${dataset}*`),
  )
}

/** Whether this is written as the id of one table is: `dataset/table`. */
export function isTableId(text: string): boolean {
  return grantPattern.pattern.test(text) && !text.includes('*')
}

/** Lets a group see tables. */
export async function grantTable(db: Database, group: string, tables: string): Promise<void> {
  await requireGroup(db, group)
  if (!grantPattern.pattern.test(tables)) {
    throw new BadRequest('invalid_pattern', 'Tables are *, dataset/* or dataset/table', {
      remedy: 'Put a pattern with * into quotes: a shell may put names of files in its place.',
    })
  }
  await db.pool.query(
    `insert into core.table_grant (group_name, pattern, origin) values ($1, $2, 'command')
     on conflict do nothing`,
    [group, tables],
  )
}

/** Takes a grant back that a command gave. */
export async function revokeTable(db: Database, group: string, tables: string): Promise<void> {
  await requireGroup(db, group)
  const { rowCount } = await db.pool.query(
    `delete from core.table_grant where group_name = $1 and pattern = $2 and origin = 'command'`,
    [group, tables],
  )
  if (rowCount === 0) {
    throw new NotFound('unknown_grant', `No command granted ${tables} to ${group}`, {
      remedy: 'Grants of instance.yaml are taken back there.',
    })
  }
}
