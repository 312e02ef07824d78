import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runScript, temporaryFolder } from '../tests/peers/stack.ts'
import { copyTree } from '../tests/peers/tree-copy.ts'

test('stack migrations says of a new version what it would apply, or why it cannot be', async () => {
  await using here = await temporaryFolder()
  await using next = await copyTree()
  const env = { DATA_DIR: join(here.path, 'var'), CONFIG_DIR: join(here.path, 'no-config') }
  const json = ['migrations', '--format', 'json']
  assert.equal((await runScript('stack', ['user', 'add', 'ann@acme.com'], env)).code, 0)
  const same = await runScript('stack', json, env)
  assert.deepEqual([same.code, JSON.parse(same.out)], [0, { pending: [] }], same.err)

  const later = (sql: string) => writeFile(join(next.path, 'core/migrations/999-later.sql'), sql)
  await mkdir(join(next.path, 'config'), { recursive: true })
  await later('alter table core.person add later int')
  const good = await runScript('stack', json, env, next.path)
  assert.deepEqual(
    [good.code, JSON.parse(good.out)],
    [0, { pending: ['core/999-later.sql'] }],
    good.err,
  )

  await later('alter table core.person add later int not null')
  const bad = await runScript('stack', json, env, next.path)
  assert.equal(bad.code, 1)
  assert.match(bad.err, /999-later\.sql: column "later" .* contains null values/)
  // Nothing of either came into the database itself.
  const still = await runScript('stack', json, env)
  assert.deepEqual(JSON.parse(still.out), { pending: [] }, still.err)
})
