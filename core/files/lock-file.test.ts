import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import files, { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Conflict } from '../errors.ts'
import { lockFile } from './lock-file.ts'

const refused = (who: string) => new Conflict('locked', `in use by ${who}`)

async function place(t: TestContext): Promise<{ readonly dir: string; readonly lock: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'lock-'))
  t.after(() => rm(dir, { recursive: true }))
  return { dir, lock: join(dir, 'state', 'lock') }
}

/** A process of its own that tries to take the lock, says how that went, and stays; or is killed at a step of it. */
async function takeElsewhere(
  t: TestContext,
  lock: string,
  killedAt?: string,
): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const program = `
    import { syncBuiltinESMExports } from 'node:module'
    import files from 'node:fs/promises'
    const killedAt = ${JSON.stringify(killedAt)}
    if (killedAt) files[killedAt] = () => process.kill(process.pid, 'SIGKILL')
    syncBuiltinESMExports()
    const { lockFile } = await import(${JSON.stringify(join(import.meta.dirname, 'lock-file.ts'))})
    await lockFile(process.argv[1], (who) => new Error(who)).then(
      () => console.log('taken'), (error) => console.log(error.message))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, lock], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [
    unknown,
  ]
  return { child, said: String(said).trim() }
}

const filesOfLocks = [
  'link',
  'mkdir',
  'readFile',
  'rename',
  'rm',
  'rmdir',
  'stat',
  'writeFile',
] as const

/** Has work stand still before one of its steps on files, the first of which is number 0, until it may go on. */
function slowFiles(t: TestContext) {
  const standing = new AsyncLocalStorage<(goesOn: () => void) => void>()
  for (const name of filesOfLocks) {
    const now = files[name] as (...words: unknown[]) => Promise<unknown>
    t.mock.method(files, name, (...words: unknown[]) => {
      const stand = standing.getStore()
      if (!stand) return now(...words)
      return new Promise<void>(stand).then(() => now(...words))
    })
  }
  syncBuiltinESMExports()
  t.after(() => {
    t.mock.restoreAll()
    syncBuiltinESMExports()
  })
  return <Result>(step: number, work: () => Promise<Result>) => {
    const { promise: stands, resolve: told } = Promise.withResolvers<boolean>()
    let [left, goOn] = [step, () => undefined as void]
    const stand = (goesOn: () => void) => {
      if (left-- !== 0) return goesOn()
      goOn = goesOn
      told(true)
    }
    const ended = standing.run(stand, work)
    void ended.then(() => told(false))
    return { stands, ended, goOn: () => goOn() }
  }
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

test('a lock has one holder, who is named to the next, and nothing else is left beside it', async (t) => {
  const { dir, lock } = await place(t)
  const held = await lockFile(lock, refused)
  assert.deepEqual(await readdir(join(dir, 'state')), ['lock'])
  const { said } = await takeElsewhere(t, lock)
  assert.match(said, new RegExp(`^process ${process.pid} on ${hostname()} since 20`))
  await assert.rejects(lockFile(lock, refused), { code: 'locked', message: /in use by process/ })
  await held.release()
  assert.deepEqual(await readdir(join(dir, 'state')), [])
  await (await lockFile(lock, refused)).release()
})

test('the lock of a killed process is taken by the next one, and of many that come at once by one alone', async (t) => {
  const { dir, lock } = await place(t)
  for (let round = 0; round < 3; round += 1) {
    const first = await takeElsewhere(t, lock)
    assert.equal(first.said, 'taken')
    await kill(first.child)
    const others = await Promise.all([1, 2, 3, 4].map(() => takeElsewhere(t, lock)))
    const taken = others.filter(({ said }) => said === 'taken')
    assert.ok(taken.length <= 1, 'two have it')
    for (const { said } of others) assert.match(said, /^(taken|process \d+ on |another process)/)
    for (const { child } of others) await kill(child)
    const last = await takeElsewhere(t, lock)
    assert.equal(last.said, 'taken', 'it is never lost for good')
    await kill(last.child)
  }
  await (await lockFile(lock, refused)).release()
  assert.deepEqual(await readdir(join(dir, 'state')), [])
})

test('a process of the same number that began at another time does not hold it', async (t) => {
  const { lock } = await place(t)
  await (await lockFile(lock, refused)).release()
  const earlier = { pid: process.pid, host: hostname(), start: 'another', since: 'then' }
  await writeFile(lock, JSON.stringify(earlier))
  const held = await lockFile(lock, refused)
  assert.equal((JSON.parse(await readFile(lock, 'utf8')) as { pid: number }).pid, process.pid)
  await held.release()
})

test('nobody can know of a process on another machine: its lock stays', async (t) => {
  const { lock } = await place(t)
  await (await lockFile(lock, refused)).release()
  const other = { pid: 1, host: `${hostname()}-other`, start: null, since: '2026-01-02T03:04:05Z' }
  await writeFile(lock, JSON.stringify(other))
  await assert.rejects(lockFile(lock, refused), {
    message: `in use by process 1 on ${hostname()}-other since 2026-01-02T03:04:05Z`,
  })
  assert.deepEqual(JSON.parse(await readFile(lock, 'utf8')), other)
})

test('half of a lock, nothing of it, or something else is what a killed process left', async (t) => {
  const { lock } = await place(t)
  await (await lockFile(lock, refused)).release()
  for (const text of ['', '{"pid":1,"ho', 'null', '[]', '{"pid":"1"}', '\0\0\0', '7']) {
    await writeFile(lock, text)
    const held = await lockFile(lock, refused)
    await held.release()
    await assert.rejects(readFile(lock), { code: 'ENOENT' }, text)
  }
})

test('who gives it back late takes nothing away from the next holder', async (t) => {
  const { lock } = await place(t)
  const held = await lockFile(lock, refused)
  await rm(lock)
  const next = await takeElsewhere(t, lock)
  assert.equal(next.said, 'taken')
  await held.release()
  await held.release()
  await assert.rejects(lockFile(lock, refused), { code: 'locked' })
})

// Who stood still in the middle, as a laptop that sleeps does, took away the lock of who had come after when it went on.
test('one that stands still at any step of taking a lock over, while others come, makes no second holder', async (t) => {
  const { dir, lock } = await place(t)
  const slowly = slowFiles(t)
  const attempt = () => lockFile(lock, refused).catch(() => undefined)
  const leaving = () => readdir(join(dir, 'state'))
  let steps = 0
  for (let stood = true; stood; steps += 1) {
    await (await lockFile(lock, refused)).release()
    await writeFile(lock, 'of a dead process')
    const slow = slowly(steps, attempt)
    stood = await slow.stands
    const longAgo = new Date(Date.now() - 86_400_000)
    for (const name of await leaving()) await utimes(join(dir, 'state', name), longAgo, longAgo)
    const takers = [await attempt()]
    slow.goOn()
    takers.push(await slow.ended, await attempt())
    const holders = takers.filter((held) => held !== undefined)
    assert.equal(holders.length, 1, `${holders.length} hold it at step ${steps}`)
    for (const held of holders) await held.release()
    assert.deepEqual(await leaving(), [], `step ${steps}`)
  }
  assert.ok(steps > 5, `only ${steps} steps were slow`)
})

test('one that is killed while it takes a lock over keeps nobody out', async (t) => {
  const { lock } = await place(t)
  await (await lockFile(lock, refused)).release()
  for (const step of ['rename', 'rm']) {
    await writeFile(lock, 'of a dead process')
    const { child } = await takeElsewhere(t, lock, step)
    assert.equal(child.signalCode, 'SIGKILL', step)
    await (await lockFile(lock, refused)).release()
  }
})

test('a folder that cannot be written to is an error of its own, not a lock of somebody', async (t) => {
  const { dir } = await place(t)
  await writeFile(join(dir, 'file'), '')
  await assert.rejects(lockFile(join(dir, 'file', 'lock'), refused), { code: /EEXIST|ENOTDIR/ })
})
