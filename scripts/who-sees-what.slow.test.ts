import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runScript, temporaryFolder } from '../tests/peers/stack.ts'

test('commands say what a person may see and who may see a table, each with the reason', async () => {
  await using data = await temporaryFolder()
  await writeFile(join(data.path, 'instance.yaml'), 'instance: { name: Acme }\n')
  const env = { DATA_DIR: data.path, CONFIG_DIR: data.path }
  const stack = (...args: string[]) => runScript('stack', args, env)
  await stack('user', 'add', 'ann@acme.com')
  const nobody = await stack('group', 'who', 'shop/orders')
  assert.match(nobody.err, /Nobody sees shop\/orders/)
  await stack('group', 'create', 'sales')
  await stack('group', 'add', 'sales', 'ann@acme.com')
  await stack('group', 'grant', 'sales', 'shop/*')
  assert.match(
    (await stack('user', 'tables', 'ann@acme.com')).out,
    /shop\/\*\s+sales\s+command\s+command/,
  )
  assert.match((await stack('group', 'who', 'shop/orders')).out, /ann@acme\.com\s+sales\s+shop\/\*/)
  assert.equal((await stack('user', 'tables', 'nobody@acme.com')).code, 1)
})
