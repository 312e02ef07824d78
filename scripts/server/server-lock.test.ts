import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { withServerLock } from './server-lock.ts'

const mine = { rootless: process.getuid?.() !== 0 }
const done = () => Promise.resolve('done')

test('concurrent deploys (of the original): two commands never change a server at once: the second is told who is at it, and nothing waits for ever', async () => {
  await using folder = await temporaryFolder()
  const layout = { ...mine, state: join(folder.path, 'state') }
  await withServerLock(layout, false, async () => {
    await assert.rejects(withServerLock(layout, false, done), {
      code: 'server_changing',
      message: new RegExp(`process ${process.pid} on `),
    })
    assert.equal(await withServerLock(layout, true, done), 'done')
  })
  await assert.rejects(
    withServerLock(layout, false, () => Promise.reject(new Error('it failed'))),
    /it failed/,
  )
  assert.equal(await withServerLock(layout, false, done), 'done')
  assert.deepEqual(await readdir(layout.state), [])
})

test('a command that was killed keeps nobody out', async () => {
  await using folder = await temporaryFolder()
  const layout = { ...mine, state: folder.path }
  const program = `
    import { withServerLock } from ${JSON.stringify(join(import.meta.dirname, 'server-lock.ts'))}
    await withServerLock(${JSON.stringify(layout)}, false, () => new Promise(() => {
      console.log('at work')
      setInterval(() => {}, 1000)
    }))`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  await assert.rejects(withServerLock(layout, false, done), { code: 'server_changing' })
  child.kill('SIGKILL')
  await once(child, 'close')
  assert.equal(await withServerLock(layout, false, done), 'done')
})

test('the installation of another user is left alone, and nothing is made for it', async () => {
  await using folder = await temporaryFolder()
  const layout = { rootless: !mine.rootless, state: folder.path }
  await assert.rejects(withServerLock(layout, false, done), { code: 'wrong_user' })
  assert.deepEqual(await readdir(folder.path), [])
})
