import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openFakeSandbox, says } from '../../../tests/peers/script-sandbox.ts'
import manifest from '../service.ts'
import { runningSandbox } from './running-sandbox.ts'

const sandboxManifest = { ...manifest, id: 'script-sandbox' }

test('a script was run by hand beside the sandbox of containers, where there was none: theirs is asked', async () => {
  await using fake = await openFakeSandbox(() => says({ title: 'from there' }))
  const sandbox = await runningSandbox([{ manifest: sandboxManifest, address: fake.address }])
  const run = { id: '1', owner: 'ann', language: 'py', fileName: 'a.py', source: '' } as const
  const answer = await sandbox?.run({ ...run, tables: [] }, AbortSignal.timeout(60_000))
  assert.match(answer?.stdout ?? '', /from there/)
})

test('where no sandbox runs there is none', async () => {
  assert.equal(await runningSandbox([]), undefined)
  const gone = [{ manifest: sandboxManifest, address: 'unix:/nowhere/s.sock' }]
  assert.equal(await runningSandbox(gone), undefined)
})
