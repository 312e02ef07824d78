import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test, type TestContext } from 'node:test'
import { takeStackLock } from './stack-lock.ts'

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'lock-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

/** A process that takes the lock, says so, and does something. */
function hold(dir: string, what: string) {
  const module = JSON.stringify(join(import.meta.dirname, 'stack-lock.ts'))
  return spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { takeStackLock } = await import(${module})
       const lock = await takeStackLock(${JSON.stringify(dir)}, '/data', 'command')
       console.log('taken')
       ${what}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
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
  const holder = hold(dir, '')
  await once(holder.stdout, 'data')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  assert.deepEqual(await readdir(dir), ['stack.sock'])
  await (await takeStackLock(dir, '/data')).release()
})

test('a process that is too busy to answer keeps its lock until it lets go', async (t) => {
  const dir = await folder(t)
  const busy = `await new Promise(setImmediate)
    for (const end = Date.now() + 2500; Date.now() < end; );
    console.log('letting go')
    await lock.release()`
  const holder = hold(dir, busy)
  let said = ''
  holder.stdout.setEncoding('utf8').on('data', (text) => (said += String(text)))
  await once(holder.stdout, 'data')
  const lock = await takeStackLock(dir, '/data')
  t.after(() => lock.release())
  await sleep(100)
  assert.match(said, /letting go/)
})

test('of many that find the lock of a crash at the same moment one has it at a time', async (t) => {
  const dir = await folder(t)
  const crashed = hold(dir, '')
  await once(crashed.stdout, 'data')
  crashed.kill('SIGKILL')
  await once(crashed, 'exit')
  let holders = 0
  const takers = Array.from({ length: 8 }, async () => {
    const lock = await takeStackLock(dir, '/data', 'command')
    holders += 1
    assert.equal(holders, 1)
    await sleep(20)
    holders -= 1
    await lock.release()
  })
  await Promise.all(takers)
  assert.deepEqual(await readdir(dir), [])
})
