import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SourceConfig } from '#core/config/instance.ts'
import { UpstreamError } from '#core/errors.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { engineHealth } from './engine-health.ts'
import { claimRun, failRun, finishRun, requestRun } from './runs.ts'
import type { DataSyncTables } from './tables.ts'

const active = { active: () => true, close: async () => undefined }
const shop: SourceConfig = { id: 'shop', connector: 'files', config: {}, tables: {} }
const table = { maxRejected: 0.01, allowEmpty: false, options: {} }

async function openHealth() {
  const { db, events, close } = await openTestDatabase([
    { owner: 'data-sync', dir: join(import.meta.dirname, '../migrations') },
  ])
  const catalogue = db.of<DataSyncTables>('data_sync')
  const run = async (tableId: string | undefined, status: 'failed' | 'unchanged') => {
    await requestRun(catalogue, events, {
      source: 'shop',
      trigger: 'command',
      ...(tableId !== undefined && { tableId }),
    })
    const claimed = await claimRun(catalogue)
    assert.ok(claimed)
    if (status === 'unchanged') return finishRun(catalogue, events, claimed.id, { status })
    await failRun(catalogue, events, claimed.id, new UpstreamError('source_missing', 'gone'))
  }
  return {
    run,
    health: (...sources: readonly SourceConfig[]) => engineHealth({ catalogue, sources }, active),
    waiting: () => engineHealth({ catalogue, sources: [shop] }, undefined),
    [Symbol.asyncDispose]: close,
  }
}

test('an engine that has nothing to tell is well, and one that waits for another says so', async () => {
  await using engine = await openHealth()
  assert.deepEqual(await engine.health(shop), { status: 'ok' })
  assert.match((await engine.waiting()).detail ?? '', /waits for the engine of another process/)
})

test('what failed the last time is named until a run of it ends well', async () => {
  await using engine = await openHealth()
  await engine.run(undefined, 'failed')
  await engine.run('shop/orders', 'failed')
  await engine.run('shop/returns', 'unchanged')
  const { status, detail, lastWork } = await engine.health(shop)
  assert.deepEqual([status, detail], ['degraded', 'failed last time: shop/orders, shop'])
  assert.ok(Date.parse(lastWork ?? '') > Date.now() - 60_000)
  await engine.run('shop/orders', 'unchanged')
  assert.equal((await engine.health(shop)).detail, 'failed last time: shop')
})

test('what was taken out of instance.yaml after it failed degrades nothing any more', async () => {
  await using engine = await openHealth()
  await engine.run(undefined, 'failed')
  await engine.run('shop/orders', 'failed')
  assert.equal((await engine.health()).status, 'ok')
  const others = { ...shop, tables: { returns: table } }
  assert.equal((await engine.health(others)).detail, 'failed last time: shop')
})
