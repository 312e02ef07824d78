import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { until } from '../../../tests/peers/until.ts'
import { openProcessWatch } from './process-watch.ts'

const started: number[] = []
after(() => {
  for (const group of started) {
    try {
      process.kill(-group, 'SIGKILL')
    } catch (error) {
      // One of them is ended by its test.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
})

/** A process group of a shell and so many that wait. */
async function group(waiting: number): Promise<number> {
  const source = `for n in $(seq ${waiting}); do sleep 600 & done; echo all; wait`
  const shell = spawn('/bin/sh', ['-c', source], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { pid } = shell
  assert.ok(pid)
  started.push(pid)
  await once(shell.stdout, 'data')
  return pid
}

const nobody = () => assert.fail('it has no more than it may have')

test('a group that has more processes than it may is told of, and no other one', async () => {
  const watch = openProcessWatch(5)
  using _few = watch.watch(await group(4), nobody)
  await new Promise<void>((resolve) => {
    void group(5).then((many) => watch.watch(many, resolve))
  })
})

test('threads count as processes do', async () => {
  const watch = openProcessWatch(5)
  const node = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  assert.ok(node.pid)
  started.push(node.pid)
  await once(node.stdout, 'data')
  let told = 0
  using _watch = watch.watch(node.pid, () => (told += 1))
  assert.deepEqual([watch.crowdedSince(0), told], [true, 1])
})

test('who asks whether one had too many is answered as of this moment, and each is told of once', async () => {
  const watch = openProcessWatch(2)
  const [many, left] = [await group(3), await group(3)]
  assert.equal(watch.crowdedSince(0), false)
  watch.watch(left, nobody)[Symbol.dispose]()
  let told = 0
  using _watch = watch.watch(many, () => (told += 1))
  assert.deepEqual([watch.crowdedSince(0), told], [true, 1])
  const later = performance.now()
  assert.deepEqual([watch.crowdedSince(later), told], [true, 1], 'it is there still')
  process.kill(-many, 'SIGKILL')
  await until(() => !watch.crowdedSince(performance.now()), 'it is gone')
  assert.equal(watch.crowdedSince(later), true)
})

test('a machine that has no file to open for a moment is looked at again, and ends no service', async () => {
  const module = JSON.stringify(join(import.meta.dirname, 'process-watch.ts'))
  const source = `
    import { closeSync, openSync } from 'node:fs'
    import { openProcessWatch } from ${module}
    const shell = ${JSON.stringify(await group(5))}
    const taken = []
    try {
      for (;;) taken.push(openSync('/dev/null'))
    } catch (error) {
      if (error.code !== 'EMFILE') throw error
    }
    const told = () => { console.log('told'); process.exit(0) }
    openProcessWatch(5).watch(shell, told)
    setTimeout(() => taken.forEach((file) => closeSync(file)), 500)`
  const limited = ['-c', 'ulimit -n 64; exec "$@"', 'sh', process.execPath]
  const words = [...limited, '--input-type=module', '--eval', source]
  const { stdout } = await promisify(execFile)('/bin/sh', words)
  assert.equal(stdout, 'told\n')
})
