import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { holdDeletions, holdDeletionsWithin, letDeletionsGo, mayDelete } from './hold-deletions.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

const transaction = <T>(work: (within: Parameters<typeof mayDelete>[0]) => Promise<T>) =>
  storage.db.of<object>('core').transaction().execute(work)
const isFree = () => transaction(mayDelete)

test('while a backup reads nothing is removed, and afterwards it may be', async () => {
  const [one, other] = [await storage.db.pool.connect(), await storage.db.pool.connect()]
  assert.equal(await isFree(), true)
  await holdDeletions(one)
  // Two may read at the same moment.
  await holdDeletions(other)
  assert.equal(await isFree(), false)
  await letDeletionsGo(one)
  assert.equal(await isFree(), false)
  await letDeletionsGo(other)
  assert.equal(await isFree(), true)
  one.release()
  other.release()
})

test('a backup whose connection is lost holds nothing up', async () => {
  const client = await storage.db.pool.connect()
  await holdDeletions(client)
  assert.equal(await isFree(), false)
  client.release(true)
  await until(isFree)
})

test('who prepares to name files holds them until the transaction ends, however it does', async () => {
  await transaction(async (within) => {
    await holdDeletionsWithin(within)
    assert.equal(await isFree(), false)
  })
  assert.equal(await isFree(), true)
  const failing = transaction(async (within) => {
    await holdDeletionsWithin(within)
    throw new Error('on the way')
  })
  await assert.rejects(failing, /on the way/)
  assert.equal(await isFree(), true)
})

test('a backup that begins while files are removed waits for the end of that', async () => {
  const client = await storage.db.pool.connect()
  const steps: string[] = []
  let holding: Promise<void> | undefined
  await transaction(async (within) => {
    assert.equal(await mayDelete(within), true)
    holding = holdDeletions(client).then(() => void steps.push('backup'))
    await until(async () => {
      const { rowCount } = await storage.db.pool.query(
        `select from pg_locks where locktype = 'advisory' and not granted`,
      )
      return rowCount === 1
    })
    steps.push('removed')
  })
  await holding
  assert.deepEqual(steps, ['removed', 'backup'])
  await letDeletionsGo(client)
  client.release()
})

test('of two that would remove files one may', async () => {
  await transaction(async (within) => {
    assert.deepEqual([await mayDelete(within), await isFree()], [true, false])
  })
})
