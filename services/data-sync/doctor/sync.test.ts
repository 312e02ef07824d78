import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict } from '#core/errors.ts'
import { claimRun, failRun, requestRun } from '../engine/runs.ts'
import { exampleSource } from '../../../tests/peers/example-catalog.ts'
import { openExampleCatalog } from '../../../tests/peers/open-example-catalog.ts'
import { discoverExamples, publishExample } from '../../../tests/peers/publish-example.ts'
import sync from './sync.ts'

async function openChecked() {
  const catalog = await openExampleCatalog()
  const { database } = catalog
  await discoverExamples(catalog, 'shop', ['orders', 'returns'])
  await publishExample(catalog, 'shop', 'orders')
  await publishExample(catalog, 'shop', 'returns')
  const check = (schedule?: string) => {
    const sources = [exampleSource(schedule === undefined ? {} : { schedule })]
    return sync({
      storage: () => Promise.resolve(database),
      installation: { instance: { sources } },
    })
  }
  return { ...catalog, db: database.db, check }
}

test('tables that were pulled well and in time are well', async () => {
  await using catalog = await openChecked()
  assert.deepEqual(await catalog.check('0 * * * *'), {
    status: 'ok',
    detail: '2 tables, none failed or overdue',
  })
})

test('a table or a search that failed is told with its own remedy and the command', async () => {
  await using catalog = await openChecked()
  const { catalogue, events, check } = catalog
  const remedy = 'Set allowEmpty.'
  for (const request of [{ tableId: 'shop/orders' }, {}]) {
    const id = await requestRun(catalogue, events, {
      source: 'shop',
      trigger: 'portal',
      ...request,
    })
    await claimRun(catalogue)
    await failRun(catalogue, events, id, new Conflict('empty', 'It is empty', { remedy }))
  }
  const found = await check()
  assert.equal(found.status, 'fail')
  assert.equal(found.detail, 'shop: It is empty; shop/orders: It is empty')
  assert.match(found.remedy ?? '', /Set allowEmpty\. Then: stack sync shop\/orders/)
})

test('a table that was due twice and not checked is overdue, with when it was', async () => {
  await using catalog = await openChecked()
  await catalog.db.pool.query(
    `update data_sync.source_table set last_checked_at = now() - interval '3 hours'
     where id = 'shop/returns'`,
  )
  assert.equal((await catalog.check()).status, 'ok', 'without a schedule nothing is overdue')
  assert.equal((await catalog.check('0 3 * * *')).status, 'ok')
  const found = await catalog.check('0 * * * *')
  assert.equal(found.status, 'fail')
  assert.match(found.detail, /^shop\/returns is overdue by its schedule: was checked last on 20/)
})

test('what its source does not offer any more is a warning', async () => {
  await using catalog = await openChecked()
  await discoverExamples(catalog, 'shop', ['orders'])
  const found = await catalog.check()
  assert.deepEqual([found.status, /^shop\/returns: /.test(found.detail)], ['warn', true])
})
