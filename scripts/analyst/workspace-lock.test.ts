import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { lockWorkspace } from './workspace-lock.ts'
import { workspaceAt, type Workspace } from './workspace.ts'

async function folder(t: TestContext): Promise<Workspace> {
  const dir = await mkdtemp(join(tmpdir(), 'lock-'))
  t.after(() => rm(dir, { recursive: true }))
  return workspaceAt(dir)
}

async function writeLock(workspace: Workspace, holder: object): Promise<void> {
  const lock = await lockWorkspace(workspace)
  await lock.release()
  await writeFile(workspace.lock, JSON.stringify(holder))
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0'])
  await once(child, 'close')
  return child.pid ?? 0
}

test('the original let two syncs run at once; here the second is told who is at work', async (t) => {
  const workspace = await folder(t)
  const lock = await lockWorkspace(workspace)
  await assert.rejects(lockWorkspace(workspace), {
    code: 'sync_running',
    message: new RegExp(`process ${process.pid} on ${hostname()} since 20`),
  })
  await lock.release()
  await (await lockWorkspace(workspace)).release()
  assert.deepEqual(await readdir(workspace.control), [])
})

test('of many that come at once exactly one gets the lock', async (t) => {
  const workspace = await folder(t)
  await writeLock(workspace, { pid: await deadPid(), host: hostname(), start: null, since: 'x' })
  const tries = Array.from({ length: 10 }, () => lockWorkspace(workspace))
  const results = await Promise.allSettled(tries)
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  assert.deepEqual(await readdir(workspace.control), ['lock'])
})

test('the lock of a process that died is taken over, also when its number lives again', async (t) => {
  const workspace = await folder(t)
  await writeLock(workspace, { pid: await deadPid(), host: hostname(), start: null, since: 'x' })
  await (await lockWorkspace(workspace)).release()
  await writeLock(workspace, { pid: process.pid, host: hostname(), start: '1', since: 'x' })
  if (process.platform === 'linux') await (await lockWorkspace(workspace)).release()
})

test('a lock of another machine is never taken over', async (t) => {
  const workspace = await folder(t)
  await writeLock(workspace, { pid: await deadPid(), host: 'elsewhere', start: null, since: 'x' })
  await assert.rejects(lockWorkspace(workspace), { message: /on elsewhere/ })
})

test('half a lock file, left by a crash, is taken over', async (t) => {
  const workspace = await folder(t)
  await writeLock(workspace, {})
  await writeFile(workspace.lock, '{"pid":')
  await (await lockWorkspace(workspace)).release()
})
