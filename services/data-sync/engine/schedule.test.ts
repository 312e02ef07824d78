import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceConfig, TableConfig } from '#core/config/instance.ts'
import type { RunRequest } from './runs.ts'
import { scheduleOf, startSchedule } from './schedule.ts'

const table = (schedule?: string): TableConfig => ({
  maxRejected: 0.01,
  allowEmpty: false,
  options: {},
  ...(schedule !== undefined && { schedule }),
})

const sources: readonly SourceConfig[] = [
  {
    id: 'sales',
    connector: 'files',
    schedule: '0 5 * * *',
    config: {},
    tables: { orders: table('*/10 * * * *'), rates: table() },
  },
  { id: 'notes', connector: 'files', config: {}, tables: {} },
]

test('a source and each table with a schedule of its own are due separately', () => {
  assert.deepEqual(scheduleOf(sources), [
    { cron: '0 5 * * *', request: { source: 'sales', trigger: 'schedule' } },
    {
      cron: '*/10 * * * *',
      request: { source: 'sales', tableId: 'sales/orders', trigger: 'schedule' },
    },
  ])
})

test('a source that was due on the first and on Mondays was pulled on firsts that are Mondays only', () => {
  const both = { id: 'sales', connector: 'files', schedule: '0 5 1 * 1', config: {}, tables: {} }
  assert.deepEqual(
    scheduleOf([both]).map(({ cron, request }) => [cron, request.source]),
    [
      ['0 5 1 * *', 'sales'],
      ['0 5 * * 1', 'sales'],
    ],
  )
})

test('what is due is requested, a failure to request is reported, and a stopped clock stays silent', async () => {
  const requested = Promise.withResolvers<RunRequest>()
  const failed = Promise.withResolvers<unknown>()
  const stop = startSchedule(
    [{ cron: '* * * * * *', request: { source: 'sales', trigger: 'schedule' } }],
    async (request) => {
      requested.resolve(request)
      throw new Error('no database')
    },
    failed.resolve,
  )
  assert.deepEqual(await requested.promise, { source: 'sales', trigger: 'schedule' })
  assert.match(String(await failed.promise), /no database/)
  await stop()
})
