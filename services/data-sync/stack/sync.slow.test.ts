import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStackState, runStack } from '../../../tests/peers/command-line.ts'

/** A stack that is down, with a source of two tables and one that is empty. */
async function openSources() {
  await using opened = new AsyncDisposableStack()
  const state = await openStackState()
  opened.defer(() => state.close())
  const file = async (path: string, text: string) => {
    await mkdir(join(state.folder, path, '..'), { recursive: true })
    await writeFile(join(state.folder, path), text)
  }
  await file('shop/orders.csv', 'id,amount\n1,10.50\n2,20.00\n')
  await file('shop/returns.csv', 'id\n1\n')
  await file('empty/nothing.md', '')
  const yaml = `instance: { name: Acme }
sources:
  shop: { connector: files, folder: ${join(state.folder, 'shop')} }
  empty: { connector: files, folder: ${join(state.folder, 'empty')} }
`
  await file('instance.yaml', yaml)
  const kept = opened.move()
  return { ...state, file, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

test('stack sync pulls everything while the stack is down, and tells what became of each table', async () => {
  await using stack = await openSources()
  const { code, out, err } = await stack.run('sync')
  assert.equal(code, 0, err)
  assert.equal(out, '4 of 4 runs ended well\n')
  for (const line of [
    '✓ shop: discovered',
    '✓ empty: discovered',
    '✓ shop/orders: published 2 rows',
    '✓ shop/returns: published 1 row',
  ])
    assert.ok(err.includes(line), err)
})

test('what became of each run is a document too, also when some failed or there was nothing', async () => {
  await using stack = await openSources()
  await stack.file('shop/returns.csv', 'id,b\n1\n2,3,4\n')
  const { code, out, err } = await stack.run('sync', 'shop', '--format', 'json')
  assert.equal(code, 1, err)
  assert.match(err, /✓ shop\/orders: published 2 rows/)
  const { runs } = JSON.parse(out) as { runs: Record<string, unknown>[] }
  const told = new Map(runs.map((run) => [run['table'], run]))
  assert.deepEqual([...told.keys()].sort(), ['shop/orders', 'shop/returns', null].sort())
  assert.deepEqual(told.get('shop/orders'), {
    ...{ source: 'shop', table: 'shop/orders', status: 'published', rows: 2, rejected: 0 },
    ...{ error: null, remedy: null },
  })
  assert.equal(told.get('shop/returns')?.['status'], 'failed')
  assert.match(String(told.get('shop/returns')?.['remedy']), /^Repair the source/)
  await stack.file('instance.yaml', 'instance: { name: Acme }\n')
  assert.deepEqual(JSON.parse((await stack.run('sync', '--format=json')).out), { runs: [] })
})

test('one table is pulled alone, and read again though nothing changed: a person asked', async () => {
  await using stack = await openSources()
  assert.equal((await stack.run('sync', 'shop/orders')).out, '1 of 1 runs ended well\n')
  const again = await stack.run('sync', 'shop/orders', 'shop/orders')
  assert.deepEqual([again.code, again.out], [0, '1 of 1 runs ended well\n'])
  assert.match(again.err, /✓ shop\/orders: unchanged 2 rows/)
})

test('a table that fails is told with its reason and remedy, and fails the command', async () => {
  await using stack = await openSources()
  await stack.file('shop/returns.csv', 'id,b\n1\n2,3,4\n')
  const { code, out, err } = await stack.run('sync', 'shop')
  assert.deepEqual([code, out], [1, '2 of 3 runs ended well\n'])
  assert.match(
    err,
    /✗ shop\/returns: 2 of 2 rows of shop\/returns do not fit.*\n {2}Repair the source/,
  )
})

test('a source or table that is not there is named before anything is pulled', async () => {
  await using stack = await openSources()
  const { code, err } = await stack.run('sync', 'shop', 'shpo/orders')
  assert.equal(code, 1)
  assert.match(err, /There is no source shpo/)
  assert.match(err, /instance\.yaml has: shop, empty/)
  const { rowCount } = await stack.db.pool.query('select 1 from data_sync.run')
  assert.equal(rowCount, 0)
  const gone = await stack.run('sync', 'shop/nothing')
  assert.equal(gone.code, 1)
  assert.match(gone.err, /shop no longer offers shop\/nothing/)
})

test('an instance without sources ended in an error of SQL: there is nothing to pull, and that is no failure', async () => {
  await using stack = await openSources()
  for (const sources of ['', 'sources: {}\n', 'sources:\n']) {
    await stack.file('instance.yaml', `instance: { name: Acme }\n${sources}`)
    const { code, out, err } = await stack.run('sync')
    assert.equal(code, 0, err)
    assert.equal(out, 'There is nothing to pull: instance.yaml names no source\n')
  }
})

test('one file that is gone fails alone: the other tables of its source are pulled', async () => {
  await using stack = await openSources()
  const yaml = `instance: { name: Acme }
sources:
  shop:
    connector: files
    folder: ${join(stack.folder, 'shop')}
    tables: { gone: { origin: gone.csv }, orders: { origin: orders.csv } }
`
  await stack.file('instance.yaml', yaml)
  const { code, out, err } = await stack.run('sync')
  assert.equal(code, 1, out)
  assert.equal(out, '2 of 3 runs ended well\n')
  assert.match(err, /✓ shop\/orders: published 2 rows/)
  assert.match(err, /✗ shop\/gone: .*gone\.csv is not there, or may not be read\n\s+Put it back/)
})

test('an amount of memory that is none is refused before anything is pulled, with what would be one', async () => {
  await using stack = await openSources()
  const { code, err } = await runStack(['sync'], { ...stack.env, SYNC_MEMORY_LIMIT: '256' })
  assert.equal(code, 1)
  assert.match(err, /SYNC_MEMORY_LIMIT must be an amount of memory such as 256MB or 1\.5GiB/)
  const { rowCount } = await stack.db.pool.query('select 1 from data_sync.run')
  assert.equal(rowCount, 0)
})
