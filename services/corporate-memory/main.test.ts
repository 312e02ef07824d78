import assert from 'node:assert/strict'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { Registry } from 'prom-client'
import { readEnv } from '#core/env.ts'
import { listen } from '#core/http/server.ts'
import { runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { openSecrets } from '#core/secrets.ts'
import type { Health, ServiceDeps } from '#core/service.ts'
import { openTestMemory } from '../../tests/peers/memory.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { until } from '../../tests/peers/until.ts'
import { createApp, runOnce } from './main.ts'
import manifest from './service.ts'

test('as a service it reads the notes in homes, brings decisions back into them at once, and tells how it is', async (t) => {
  await using memory = await openTestMemory()
  await using folder = await temporaryFolder()
  const homesDir = join(folder.path, 'homes')
  await mkdir(join(homesDir, 'ann'), { recursive: true })
  await writeFile(
    join(homesDir, 'ann/CLAUDE.local.md'),
    '- Revenue is net of refunds since the change of the ledger.',
  )
  const deps = {
    ...{ db: memory.db, events: memory.events, leases: memory.leases },
    ...{ env: readEnv(manifest.env, {}), rawEnv: {}, log: createLog('silent') },
    ...{ metrics: new Registry(), paths: { homesDir } },
    secrets: openSecrets({ dir: join(folder.path, 'secrets'), rawEnv: {} }),
  } as unknown as ServiceDeps<(typeof manifest)['env']>
  const app = await createApp(deps)
  t.after(() => app.close())
  await app.start?.()
  const server = await listen(app.handler, { host: '127.0.0.1', port: 0 })
  t.after(() => server.close())
  const health = async () => (await (await fetch(`${server.url}/health`)).json()) as Health
  const run = () => runJob(deps, { name: manifest.id, run: () => runOnce(deps) })
  assert.match((await health()).detail ?? '', /nothing was collected yet/)

  assert.equal(await run(), 'ok')
  assert.match((await health()).detail ?? '', /notes of 1 person$/)
  const item = await memory.item('Revenue')
  await memory.decide(item, 'accept')
  const rules = (): Promise<string[]> =>
    readdir(join(homesDir, 'ann/.claude_rules')).catch(() => [])
  await until(async () => (await rules()).includes(`${item.id}.md`))

  await memory.db.pool.query('alter table corporate_memory.note rename to note_away')
  assert.equal(await run(), 'failed')
  assert.equal((await health()).status, 'degraded', 'the job failed')
  await memory.db.pool.query('alter table corporate_memory.note_away rename to note')
  assert.equal(await run(), 'ok')
  assert.equal((await health()).status, 'ok')

  await memory.db.pool.query('delete from corporate_memory.collection')
  await rm(homesDir, { recursive: true })
  await memory.db.pool.query(`update core.job set status = 'failed', error = 'never went well'`)
  assert.deepEqual(
    [(await health()).status, (await health()).detail],
    ['degraded', 'never went well'],
  )
})
