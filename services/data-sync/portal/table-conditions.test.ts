import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceConfig, TableConfig } from '#core/config/instance.ts'
import {
  exampleNow,
  exampleRun,
  exampleSource,
  exampleTable,
} from '../../../tests/peers/example-catalog.ts'
import type { CatalogTable } from './catalog-table.ts'
import { conditionsOf } from './table-conditions.ts'

const hour = 3_600_000
const hoursAgo = (hours: number) => new Date(exampleNow.getTime() - hours * hour)
const scheduled = (schedule: string): TableConfig => ({
  ...{ maxRejected: 0, allowEmpty: false, options: {}, schedule },
})

function conditions(table: Partial<CatalogTable>, source: Partial<SourceConfig> = {}) {
  return conditionsOf(exampleTable(table), [exampleSource(source)], exampleNow)
}

test('a table in good order has no condition, and one with every trouble has them in their order', () => {
  assert.deepEqual(conditions({}), [])
  const trouble = {
    openRun: exampleRun({ status: 'running' }),
    lastRun: exampleRun({ status: 'failed' }),
    gone: true,
    checkedAt: hoursAgo(100),
  }
  const hourly = { schedule: '0 * * * *' }
  assert.deepEqual(conditions(trouble, hourly), ['running', 'failed', 'gone', 'stale'])
  assert.deepEqual(conditions({ ...trouble, version: undefined }, hourly), [
    ...['running', 'unpublished', 'failed', 'gone'],
  ])
  assert.deepEqual(conditions({ openRun: exampleRun({ status: 'queued' }) }), ['queued'])
})

const due: readonly (readonly [what: string, Partial<SourceConfig>, hours: number, boolean])[] = [
  ['never, without a schedule', {}, 10_000, false],
  ['hourly, two hours ago', { schedule: '0 * * * *' }, 2, false],
  ['hourly, a little longer ago', { schedule: '0 * * * *' }, 2.1, true],
  ['daily, two days ago', { schedule: '0 6 * * *' }, 48, false],
  ['daily, three days ago', { schedule: '0 6 * * *' }, 72, true],
  ['on weekdays, over a weekend', { schedule: '0 6 * * 1-5' }, 80, false],
  ['on the last of the month, in March', { schedule: '0 6 31 * *' }, 61 * 24, false],
  [
    'hourly by the table, daily by its source',
    { schedule: '0 6 * * *', tables: { orders: scheduled('0 * * * *') } },
    3,
    true,
  ],
  [
    'daily by the table, hourly by its source',
    { schedule: '0 * * * *', tables: { orders: scheduled('0 6 * * *') } },
    3,
    false,
  ],
  [
    'hourly by another table',
    { schedule: '0 6 * * *', tables: { returns: scheduled('0 * * * *') } },
    3,
    false,
  ],
  ['hourly by another source', { id: 'crm', schedule: '0 * * * *' }, 100, false],
]

for (const [what, source, hours, stale] of due) {
  test(`a table that is due ${what} ${stale ? 'is' : 'is not'} stale`, () => {
    const expected = stale ? ['stale'] : []
    assert.deepEqual(conditions({ checkedAt: hoursAgo(hours) }, source), expected)
  })
}

test('a table that was never found unchanged is as old as its version', () => {
  const { version } = exampleTable()
  assert.ok(version)
  const old = { version: { ...version, created_at: hoursAgo(50) }, checkedAt: undefined }
  assert.deepEqual(conditions(old, { schedule: '0 6 * * *' }), ['stale'])
  assert.deepEqual(conditions({ ...old, checkedAt: hoursAgo(1) }, { schedule: '0 6 * * *' }), [])
})
