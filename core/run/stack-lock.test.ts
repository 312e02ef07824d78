import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { takeStackLock } from './stack-lock.ts'

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'lock-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

test('a second stack on the same data folder is refused, with the process that has it', async (t) => {
  const dir = await folder(t)
  const lock = await takeStackLock(dir, '/data')
  await assert.rejects(takeStackLock(dir, '/data'), {
    code: 'already_running',
    message: `A stack with the data folder /data already runs (stack ${process.pid})`,
  })
  await lock.release()
})

test('a released lock leaves nothing and can be taken again', async (t) => {
  const dir = await folder(t)
  await (await takeStackLock(dir, '/data')).release()
  assert.deepEqual(await readdir(dir), [])
  await (await takeStackLock(dir, '/data')).release()
})

test('a stack that was killed leaves no lock', async (t) => {
  const dir = await folder(t)
  const module = JSON.stringify(join(import.meta.dirname, 'stack-lock.ts'))
  const holder = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { takeStackLock } = await import(${module})
       await takeStackLock(${JSON.stringify(dir)}, '/data')
       console.log('taken')`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(holder.stdout, 'data')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  assert.deepEqual(await readdir(dir), ['stack.sock'])
  await (await takeStackLock(dir, '/data')).release()
})
