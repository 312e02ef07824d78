import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
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

/** A process of its own that tries to take the lock, says how that went, and stays. */
async function takeElsewhere(
  t: TestContext,
  lock: string,
): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const program = `
    import { lockFile } from ${JSON.stringify(join(import.meta.dirname, 'lock-file.ts'))}
    await lockFile(process.argv[1], (who) => new Error(who)).then(
      () => console.log('taken'), (error) => console.log(error.message))
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, lock], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  return { child, said: String(said).trim() }
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

test('one that was killed while it cleared an old lock away, by a clock that was wrong, locked everybody out until then', async (t) => {
  const { lock } = await place(t)
  await (await lockFile(lock, refused)).release()
  const day = 86_400_000
  for (const when of [-10 * 365 * day, -day, day, 10 * 365 * day]) {
    await writeFile(lock, 'an old one')
    await mkdir(`${lock}.clearing`)
    const at = new Date(Date.now() + when)
    await utimes(`${lock}.clearing`, at, at)
    await (await lockFile(lock, refused)).release()
  }
  await writeFile(lock, 'an old one')
  await mkdir(`${lock}.clearing`)
  await assert.rejects(lockFile(lock, refused), { message: 'in use by another process' })
  assert.equal(await readFile(lock, 'utf8'), 'an old one', 'one that clears now is left in peace')
})

test('a folder that cannot be written to is an error of its own, not a lock of somebody', async (t) => {
  const { dir } = await place(t)
  await writeFile(join(dir, 'file'), '')
  await assert.rejects(lockFile(join(dir, 'file', 'lock'), refused), { code: /EEXIST|ENOTDIR/ })
})
