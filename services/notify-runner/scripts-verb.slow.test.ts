import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { runScript, startStack, temporaryFolder } from '../../tests/peers/stack.ts'

test('analyst scripts: pushed from a machine, listed, run, its runs read, paused and removed', async () => {
  await using data = await temporaryFolder()
  await using work = await temporaryFolder()
  const owner = { ADMIN_EMAIL: 'ada@acme.com', ADMIN_PASSWORD: 'a sentence of unusual words' }
  const stack = await startStack(data.path, owner)
  try {
    const env = { DATA_DIR: data.path, CONFIG_DIR: join(data.path, 'no-config') }
    const made = await runScript('stack', ['token', 'create', '--user', 'ada@acme.com'], env)
    const token = made.out.trim()
    const analyst = (...args: string[]) =>
      runScript('analyst', [...args, '--dir', work.path], { ANALYST_TOKEN: token })
    const origin = new URL(stack.url).origin
    const synced = await analyst('sync', '--server', origin)
    assert.equal(synced.code, 0, synced.err)
    assert.match((await analyst('scripts', 'list')).err, /no script yet/)
    const file = join(work.path, 'first.sql')
    await writeFile(file, '-- schedule: soon\nselect 1')
    const odd = await analyst('scripts', 'push', file)
    assert.deepEqual([odd.code, odd.out], [1, 'pushed first.sql\n'])
    assert.match(odd.err, /not five cron fields/)
    await writeFile(file, '-- schedule: 0 8 * * *\nselect 1')
    assert.equal((await analyst('scripts', 'push', file)).code, 0)
    assert.match(
      (await analyst('scripts', 'list')).out,
      /^first\.sql\t0 8 \* \* \*\tnever ran\tnext /,
    )
    // Whether this machine has a sandbox decides how it ends; that it ends visibly does not.
    const ran = await analyst('scripts', 'run', 'first.sql')
    assert.match(ran.out, /first\.sql: (notified|failed: Scripts are not run here)/)
    assert.match(
      (await analyst('scripts', 'logs', 'first.sql')).out,
      /first\.sql: (notified|failed)/,
    )
    assert.equal((await analyst('scripts', 'pause', 'first.sql')).out, 'paused first.sql\n')
    assert.match((await analyst('scripts', 'list')).out, /\tpaused\n$/)
    assert.equal((await analyst('scripts', 'remove', 'first.sql')).code, 0)
    const gone = await analyst('scripts', 'run', 'first.sql')
    assert.equal(gone.code, 1)
    assert.match(gone.err, /There is no script first\.sql/)
  } finally {
    await stack.interrupt()
  }
})
