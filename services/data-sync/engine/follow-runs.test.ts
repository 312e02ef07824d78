import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { UpstreamError } from '#core/errors.ts'
import { exampleRun } from '../../../tests/peers/example-catalog.ts'
import {
  openExampleCatalog,
  type ExampleCatalog,
} from '../../../tests/peers/open-example-catalog.ts'
import { until } from '../../../tests/peers/until.ts'
import { describeRun, followRuns } from './follow-runs.ts'
import { claimRun, failRun, finishRun, recoverRuns, requestRun } from './runs.ts'
import type { RunStatus } from './tables.ts'

let catalog: ExampleCatalog
before(async () => (catalog = await openExampleCatalog()))
after(() => catalog[Symbol.asyncDispose]())

const request = (source: string, table?: string) =>
  requestRun(catalog.catalogue, catalog.events, {
    source,
    trigger: 'command',
    ...(table !== undefined && { tableId: `${source}/${table}` }),
  })

/** Takes the run that waits longest and ends it. */
async function end(status: 'unchanged' | 'discovered' | 'failed'): Promise<void> {
  const run = await claimRun(catalog.catalogue)
  assert.ok(run)
  if (status !== 'failed') return finishRun(catalog.catalogue, catalog.events, run.id, { status })
  await failRun(catalog.catalogue, catalog.events, run.id, new UpstreamError('x', 'gone'))
}

function follow(ids: readonly number[], signal = new AbortController().signal) {
  const told: string[] = []
  const note = (line: string) => void told.push(line)
  return { told, ended: followRuns(catalog.catalogue, catalog.events, ids, note, signal) }
}

test('a run is told in one line: what it was, how it ended, and of what it failed the remedy below', () => {
  const line = (changes: Parameters<typeof exampleRun>[0]) => describeRun(exampleRun(changes))
  const failed = { status: 'failed', error: 'The file is gone' } as const
  const lines: readonly (readonly [string, string])[] = [
    [line({ rows: 1, rejected: 0 }), '✓ shop/orders: published 1 row'],
    [
      line({ rows: 12_345, rejected: 1_000 }),
      '✓ shop/orders: published 12,345 rows, 1,000 rejected',
    ],
    [line({ rows: 0, status: 'unchanged', rejected: null }), '✓ shop/orders: unchanged 0 rows'],
    [line({ rows: null, table_id: null, status: 'discovered' }), '✓ shop: discovered'],
    [
      line({ ...failed, remedy: 'Put it back.' }),
      '✗ shop/orders: The file is gone\n  Put it back.',
    ],
    [line({ ...failed, remedy: null }), '✗ shop/orders: The file is gone'],
    [line({ status: 'failed', error: null }), '✗ shop/orders: failed'],
    [line({ status: 'interrupted' }), '… shop/orders: interrupted; it was queued again'],
  ]
  for (const [said, expected] of lines) assert.equal(said, expected)
})

test('every state that ends a run has its sign', () => {
  const signs: Readonly<Partial<Record<RunStatus, string>>> = {
    published: '✓',
    unchanged: '✓',
    discovered: '✓',
    failed: '✗',
    interrupted: '…',
  }
  for (const [status, sign] of Object.entries(signs))
    assert.equal(describeRun(exampleRun({ status: status as RunStatus }))[0], sign)
})

test('a source is followed to the end of every table that it started, and each end is told once', async () => {
  const id = await request('shop')
  const { told, ended } = follow([id])
  const others = await request('crm', 'deals')
  await request('shop', 'orders')
  await end('discovered')
  await end('unchanged')
  await request('shop', 'returns')
  await end('unchanged')
  await end('failed')
  const runs = await ended
  assert.deepEqual(
    runs.map(({ table_id, status }) => [table_id, status]).toSorted(),
    [
      [null, 'discovered'],
      ['shop/orders', 'unchanged'],
      ['shop/returns', 'failed'],
    ].toSorted(),
  )
  assert.ok(!runs.some(({ id: run }) => run === others), 'another source is none of ours')
  assert.deepEqual(told.toSorted(), [
    '✓ shop/orders: unchanged',
    '✓ shop: discovered',
    '✗ shop/returns: gone',
  ])
})

test('a table is followed alone, and what ended before is told as well', async () => {
  const [one, other] = [await request('eu', 'a'), await request('eu', 'b')]
  await end('unchanged')
  const { told, ended } = follow([one])
  assert.deepEqual(
    (await ended).map(({ id }) => id),
    [one],
  )
  assert.deepEqual(told, ['✓ eu/a: unchanged'])
  await end('unchanged')
  assert.equal((await follow([other]).ended).length, 1)
})

test('an interrupted run is followed through each run that takes its place', async () => {
  const id = await request('us', 'a')
  const { told, ended } = follow([id])
  for (let crash = 1; crash <= 2; crash += 1) {
    await claimRun(catalog.catalogue)
    assert.equal(await recoverRuns(catalog.catalogue, catalog.events), 1)
    await until(() => told.length === crash)
  }
  await request('us', 'b')
  await end('unchanged')
  const runs = await ended
  assert.deepEqual(
    runs.map(({ table_id, status }) => [table_id, status]),
    [['us/a', 'unchanged']],
    'and another table is not waited for',
  )
  await end('unchanged')
  assert.notEqual(runs[0]?.id, id)
  assert.equal(told.filter((line) => line.startsWith('… us/a')).length, 2)
})

test('who stops waiting is told why, and leaves nobody listening', async () => {
  const id = await request('late', 'a')
  const stop = new AbortController()
  const { ended } = follow([id], stop.signal)
  stop.abort(new Error('interrupted by Ctrl+C'))
  await assert.rejects(ended, /interrupted by Ctrl\+C/)
  await assert.rejects(follow([id], AbortSignal.abort(new Error('at once'))).ended, /at once/)
  await end('unchanged')
  assert.equal((await follow([id]).ended).length, 1)
})
