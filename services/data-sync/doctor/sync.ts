import { together, well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import type { DataSyncTables } from '../engine/tables.ts'
import type { Run } from '../engine/runs.ts'
import { listSources } from '../portal/list-sources.ts'
import { listTables } from '../portal/list-tables.ts'
import { conditionsOf } from '../portal/table-conditions.ts'

interface SyncContext extends Pick<CheckContext, 'storage'> {
  readonly installation: {
    readonly instance: Pick<CheckContext['installation']['instance'], 'sources'>
  }
}

const everything = { admin: true, tables: ['*'] }

/** Whether each source and table was pulled well the last time, and none is overdue by its schedule. */
export default async function sync(context: SyncContext): Promise<Finding> {
  const { db } = await context.storage()
  const { sources } = context.installation.instance
  const catalogue = db.of<DataSyncTables>('data_sync')
  const known = await listTables(catalogue, sources, everything)
  // What an earlier source published stays, and nothing pulls it any more.
  const tables = known.filter(({ dataset }) => sources.some(({ id }) => id === dataset))
  const searches = await listSources(catalogue, sources, everything)
  const found = searches
    .filter(({ lastRun }) => lastRun?.status === 'failed')
    .map(({ id, lastRun }) => failure(id, lastRun))
  const now = new Date()
  for (const table of tables) {
    const conditions = conditionsOf(table, sources, now)
    if (conditions.includes('failed')) found.push(failure(table.id, table.lastRun))
    else if (conditions.includes('gone')) found.push(gone(table.id))
    else if (conditions.includes('stale')) found.push(overdue(table.id, table.checkedAt))
  }
  return found.length > 0
    ? together(found)
    : well(`${tables.length} tables, none failed or overdue`)
}

function failure(name: string, run: Run | undefined): Finding {
  const remedy = run?.remedy ?? 'Mend what it says.'
  const detail = `${name}: ${run?.error ?? 'failed'}`
  return { status: 'fail', detail, remedy: `${remedy} Then: stack sync ${name}` }
}

function gone(name: string): Finding {
  const remedy = 'What was published stays; take the table out of instance.yaml if it is over.'
  return { status: 'warn', detail: `${name}: its source does not offer it any more`, remedy }
}

function overdue(name: string, checkedAt: Date | undefined): Finding {
  const since = checkedAt ? `was checked last on ${checkedAt.toISOString()}` : 'was never checked'
  const remedy = `See that the stack runs all the time, and its log. Then: stack sync ${name}`
  return { status: 'fail', detail: `${name} is overdue by its schedule: ${since}`, remedy }
}
