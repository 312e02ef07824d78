import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { claimRun, failRun, finishRun, recoverRuns, requestRun } from './runs.ts'
import type { DataSyncTables, RunTrigger } from './tables.ts'

const migrations = join(import.meta.dirname, '../migrations')

async function openRuns() {
  const { db, events, close } = await openTestDatabase([{ owner: 'data-sync', dir: migrations }])
  const catalogue = db.of<DataSyncTables>('data_sync')
  const request = (tableId?: string, source = 'shop') =>
    requestRun(catalogue, events, {
      source,
      trigger: 'command',
      ...(tableId !== undefined && { tableId }),
    })
  const statuses = async () => {
    const runs = await catalogue.selectFrom('run').selectAll().orderBy('id').execute()
    return runs.map(({ table_id, source, status }) => `${table_id ?? source} ${status}`)
  }
  return { db, events, catalogue, request, statuses, [Symbol.asyncDispose]: close }
}

test('many workers and many requests at once: no table is worked on twice at a time, and none is forgotten', async () => {
  await using runs = await openRuns()
  const { catalogue, events, request } = runs
  const tables = ['shop/a', 'shop/b', 'shop/c', undefined]
  const working = new Set<string>()
  const asked = new Set<number>()
  let asking = true

  const ask = async (turn: number) => {
    for (let at = 0; at < 25; at += 1) asked.add(await request(tables[(at * turn) % tables.length]))
  }
  const work = async () => {
    for (;;) {
      const stillAsking = asking
      const run = await claimRun(catalogue)
      if (!run && !stillAsking && working.size === 0) return
      if (!run) continue
      const what = run.table_id ?? run.source
      assert.ok(!working.has(what), `${what} is worked on twice`)
      working.add(what)
      await sql`select pg_sleep(0.002)`.execute(catalogue)
      working.delete(what)
      await finishRun(catalogue, events, run.id, { status: 'unchanged' })
    }
  }
  const workers = Array.from({ length: 4 }, work)
  await Promise.all([1, 2, 3].map(ask))
  asking = false
  await Promise.all(workers)

  const left = await catalogue
    .selectFrom('run')
    .select(['id', 'status'])
    .where('id', 'in', [...asked])
    .execute()
  assert.equal(left.length, asked.size)
  assert.deepEqual([...new Set(left.map(({ status }) => status))], ['unchanged'])
})

test('what a dead engine left is queued again as a whole, or else still there for the next one to find', async () => {
  await using runs = await openRuns()
  const { catalogue, events, db } = runs
  await runs.request('shop/orders')
  await runs.request('shop/returns')
  await claimRun(catalogue)
  await claimRun(catalogue)
  await db.pool.query(`create function data_sync.full_disk() returns trigger language plpgsql as
    $$ begin if new.table_id = 'shop/returns' then raise 'no space left'; end if; return new; end $$;
    create trigger full_disk before insert on data_sync.run
    for each row execute function data_sync.full_disk()`)
  await assert.rejects(recoverRuns(catalogue, events), /no space left/)
  assert.deepEqual(await runs.statuses(), ['shop/orders running', 'shop/returns running'])

  await db.pool.query('drop trigger full_disk on data_sync.run')
  assert.equal(await recoverRuns(catalogue, events), 2)
  assert.deepEqual((await runs.statuses()).toSorted(), [
    'shop/orders interrupted',
    'shop/orders queued',
    'shop/returns interrupted',
    'shop/returns queued',
  ])
})

test('what was asked for again while a dead engine worked on it is queued once', async () => {
  await using runs = await openRuns()
  await runs.request('shop/orders')
  await claimRun(runs.catalogue)
  await runs.request('shop/orders')
  assert.equal(await recoverRuns(runs.catalogue, runs.events), 1)
  assert.deepEqual(await runs.statuses(), ['shop/orders interrupted', 'shop/orders queued'])
})

test('a failure ends its run whatever its text holds: one with a NUL was never written down, and the engine began again for ever', async () => {
  await using runs = await openRuns()
  const { catalogue, events } = runs
  for (const text of ['cell "x\0y"', 'half of \ud83d', 'x'.repeat(1_000_000), '']) {
    const id = await runs.request('shop/orders')
    await claimRun(catalogue)
    await failRun(catalogue, events, id, new Error(text))
    const run = await catalogue
      .selectFrom('run')
      .select(['status', 'error'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(run.status, 'failed')
    assert.ok((run.error ?? '').length <= 4000)
  }
})

test('each waiting run is told of, to whoever listens', async () => {
  await using runs = await openRuns()
  const heard: (string | undefined)[] = []
  const first = Promise.withResolvers<void>()
  await runs.events.listen('data_sync_run', (payload) => {
    heard.push(payload)
    first.resolve()
  })
  const id = await runs.request('shop/orders')
  await first.promise
  assert.deepEqual(heard, [String(id)])
})

test('a person who asked for what the schedule had queued already got a run that was nobody’s, and read nothing again', async () => {
  await using runs = await openRuns()
  const { catalogue, events } = runs
  const ask = (trigger: RunTrigger, requestedBy?: string) =>
    requestRun(catalogue, events, {
      source: 'shop',
      tableId: 'shop/orders',
      trigger,
      ...(requestedBy !== undefined && { requestedBy }),
    })
  const scheduled = await ask('schedule')
  assert.equal(await ask('portal', 'ann@example.com'), scheduled)
  for (const [trigger, by] of [
    ['start'],
    ['schedule'],
    ['command'],
    ['portal', 'bob@x.example'],
  ] as const)
    assert.equal(await ask(trigger, by), scheduled, 'the first who asked stays')
  const [run] = await catalogue.selectFrom('run').selectAll().execute()
  assert.deepEqual([run?.trigger, run?.requested_by], ['portal', 'ann@example.com'])

  await claimRun(catalogue)
  const next = await ask('command')
  assert.notEqual(next, scheduled, 'a run that has begun is joined by nobody')
  const begun = await catalogue
    .selectFrom('run')
    .selectAll()
    .where('id', '=', scheduled)
    .executeTakeFirst()
  assert.equal(begun?.trigger, 'portal')
})

test('requests of a source and of its tables are not one another’s', async () => {
  await using runs = await openRuns()
  const ids = [
    await runs.request(),
    await runs.request('shop/orders'),
    await runs.request(undefined, 'crm'),
    await runs.request('shop/orders', 'crm'),
  ]
  assert.equal(new Set(ids).size, 4)
  const taken = [1, 2, 3, 4].map(() => claimRun(runs.catalogue))
  assert.deepEqual((await Promise.all(taken)).map((run) => run?.id).toSorted(), ids)
  assert.equal(await claimRun(runs.catalogue), undefined)
})
