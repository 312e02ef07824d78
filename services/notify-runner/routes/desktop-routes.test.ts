import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Router } from '#core/http/router.ts'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { openHttpApp } from '../../../tests/peers/http-app.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { openFakeSandbox, says } from '../../../tests/peers/script-sandbox.ts'
import { sandboxClient } from '../runs/sandbox-client.ts'
import { openScriptFolders } from '../workspace/script-folder.ts'
import { desktopRoutes } from './desktop-routes.ts'

test('desktop clients get 400 without a name, 500 with the reason when a script failed, and else ok, as of the original', async () => {
  await using opened = new AsyncDisposableStack()
  const homes = await mkdtemp(join(tmpdir(), 'homes-'))
  opened.defer(() => rm(homes, { recursive: true }))
  const migrations = join(import.meta.dirname, '../migrations')
  const storage = await openTestDatabase([{ owner: 'notify-runner', dir: migrations }])
  opened.defer(() => storage.close())
  const fake = opened.use(
    await openFakeSandbox(({ fileName }) =>
      fileName === 'good.py'
        ? says({ title: 'Sales fell' })
        : { status: 'failed', exitCode: 1, stderr: 'KeyError: sales' },
    ),
  )
  const { username } = await createPerson(storage.db, { email: 'ann@acme.com' })
  const folders = openScriptFolders(homes)
  for (const name of ['good.py', 'bad.py']) await folders.write(username, name, '')
  const deps = {
    db: storage.db,
    folders,
    log: createLog('silent'),
    sandbox: sandboxClient(fake.address),
  }
  const routes = desktopRoutes(new Router(), deps, (ctx, next) => {
    ctx.state['caller'] = { username }
    return next()
  })
  const app = await openHttpApp({ routers: [routes] })
  opened.defer(() => app.close())
  const run = async (body: object) => {
    const headers = { 'content-type': 'application/json' }
    const sent = { method: 'POST', headers, body: JSON.stringify(body) }
    const answer = await fetch(`${app.url}/api/desktop/scripts/run`, sent)
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  assert.equal((await run({})).status, 400)
  const failed = await run({ name: 'bad.py' })
  assert.equal(failed.status, 500)
  assert.match(String(failed.body['error']), /KeyError: sales/)
  assert.deepEqual(await run({ name: 'good.py' }), {
    status: 200,
    body: { ok: true, notified: true },
  })
})
