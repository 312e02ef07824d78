import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../../../tests/peers/until.ts'
import { openPlaces } from './places.ts'
import { openProcessWatch } from './process-watch.ts'
import { runImage } from './run-image.ts'
import { runProgram } from './run-program.ts'

let scratch: string
before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'run-'))
})
after(() => rm(scratch, { recursive: true }))

const processes = openProcessWatch()
const node = (source: string, wallSeconds = 20) => {
  const command = [process.execPath, '-e', source]
  return runProgram({ command, cwd: scratch, env: {}, wallSeconds, processes })
}

test('what a program prints and how it ends comes back', async () => {
  const end = await node('console.log("out"); console.error("err"); process.exitCode = 3')
  assert.deepEqual(
    [end.stdout, end.stderr, end.exitCode, end.ended],
    ['out\n', 'err\n', 3, 'by itself'],
  )
})

/** Whether a process runs: one that is over and that nobody has asked about is not alive. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/\) Z /.test(stat)
}

test('a program that takes too long is ended, with everything that it started', async () => {
  const source = `
    const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    console.log(child.pid)
    setInterval(() => {}, 1000)`
  const end = await node(source, 5)
  assert.equal(end.ended, 'too long')
  const child = Number(end.stdout)
  assert.ok(child > 0)
  // Its end is on its way: the kernel takes a moment for it on a busy machine.
  await until(async () => !(await isAlive(child)))
})

test('one bomb of processes took those of everybody else for its whole minute: it is ended at once, whole', async () => {
  const source = `const { spawn } = require('node:child_process')
    console.log(process.pid)
    for (let n = 0; n < 80; n += 1) spawn('sleep', ['600'], { stdio: 'ignore' })`
  const command = [process.execPath, '-e', source]
  const env = { PATH: '/usr/bin:/bin' }
  const end = await runProgram({ command, cwd: scratch, env, wallSeconds: 600, processes })
  assert.equal(end.ended, 'too many processes')
  assert.ok(end.durationMs < 600_000)
  const own = Number(end.stdout)
  assert.ok(own > 1)
  await until(async () => (await processesNow()).every(({ group }) => group !== own))
})

/** Parent and process group of everything that runs (proc(5)). */
async function processesNow(): Promise<
  readonly { readonly parent: number; readonly group: number }[]
> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  )
  return stats
    .map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '))
    .filter(([state = 'Z']) => state !== '' && state !== 'Z')
    .map(([, parent, group]) => ({ parent: Number(parent), group: Number(group) }))
}

const script = `
  const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'ignore' })
  require('node:fs').writeFileSync('began', String(child.pid))
  setInterval(() => {}, 1000)`
const service = `
  import { openProcessWatch } from ${JSON.stringify(join(import.meta.dirname, 'process-watch.ts'))}
  import { runProgram } from ${JSON.stringify(join(import.meta.dirname, 'run-program.ts'))}
  const processes = openProcessWatch()
  const command = [process.execPath, '-e', ${JSON.stringify(script)}]
  void runProgram({ command, cwd: '.', env: { PATH: '/usr/bin:/bin' }, wallSeconds: 60, processes })
  process.send('started')`

for (const moment of ['at once', 'a little later', 'in the midst'] as const) {
  test(`a service that is killed takes along what it has started, ${moment}`, async () => {
    const cwd = await mkdtemp(join(scratch, 'killed-'))
    const began = () => existsSync(join(cwd, 'began'))
    const options = ['--input-type=module', '--eval', service]
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
    const killed = spawn(process.execPath, options, { cwd, stdio: [...stdio] })
    await once(killed, 'message')
    if (moment === 'a little later') await sleep(Math.random() * 100)
    if (moment === 'in the midst') await until(began, 'the script runs')
    const own = (await processesNow()).find(({ parent }) => parent === killed.pid)
    assert.ok(own)
    killed.kill('SIGKILL')
    const left = async () => (await processesNow()).filter(({ group }) => group === own.group)
    await until(async () => (await left()).length === 0, 'nothing of it is left')
  })
}

test('a flood of output ends the program', async () => {
  const end = await node('setInterval(() => console.log("x".repeat(10000)), 1)')
  assert.equal(end.ended, 'too much output')
  assert.ok(end.stdout.length <= 64 * 1024)
})

test('a program that fills its folder is ended before the disk is full', async (t) => {
  const cwd = await mkdtemp(join(tmpdir(), 'full-'))
  t.after(() => rm(cwd, { recursive: true }))
  const source = `const { writeFileSync } = require('node:fs'); let n = 0
    const bytes = Buffer.alloc(9 * 2 ** 20, 'x')
    setInterval(() => { if (n < 30) writeFileSync('f' + n++, bytes) }, 20)`
  const command = [process.execPath, '-e', source]
  const end = await runProgram({ command, cwd, env: {}, wallSeconds: 120, processes })
  assert.equal(end.ended, 'too much written')
})

test('a run whose asker had gone went on to its end, and held up the next: it is ended', async () => {
  const forEver = [process.execPath, '-e', 'console.log(process.pid); setInterval(() => {}, 1000)']
  for (const left of [AbortSignal.abort(), AbortSignal.timeout(1500)]) {
    const options = { command: forEver, cwd: scratch, env: {}, wallSeconds: 600, processes, left }
    const { exitCode, durationMs } = await runProgram(options)
    assert.equal(exitCode, null)
    assert.ok(durationMs < 600_000)
  }
})

test('of a long complaint the end is kept', async () => {
  const end = await node('console.error("a".repeat(40000)); console.error("the reason")')
  assert.equal(end.stderr.length, 16 * 1024)
  assert.match(end.stderr, /the reason\n$/)
})

const png = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1')

test('a picture is a plain PNG or JPEG of the run’s own folder', async () => {
  await writeFile(join(scratch, 'image.png'), png)
  assert.equal((await runImage(scratch, ''))?.type, 'image/png')
  await writeFile(join(scratch, 'mine.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0]))
  assert.equal((await runImage(scratch, '{"image_path":"/tmp/mine.jpg"}'))?.type, 'image/jpeg')
})

test('Images: links, other files, large ones and foreign paths are no picture', async () => {
  await symlink('/etc/hostname', join(scratch, 'link.png'))
  await writeFile(join(scratch, 'text.png'), 'text')
  await writeFile(join(scratch, 'large.png'), Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)]))
  for (const path of ['link.png', 'text.png', 'large.png', '../image.png/..', '/etc/passwd', ''])
    assert.equal(await runImage(scratch, JSON.stringify({ image_path: path })), undefined, path)
})

test('one run a person, four at once, the others wait their turn', async () => {
  const places = openPlaces()
  const held = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => places.take(owner)))
  await assert.rejects(places.take('a'), { code: 'run_under_way' })
  let fifth = false
  const waiting = places.take('e').then((release) => ((fifth = true), release))
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(fifth, false)
  held[0]?.()
  const release = await waiting
  await assert.rejects(places.take('e'), { code: 'run_under_way' })
  release()
  ;(await places.take('e'))()
})

test('a queue that is full refuses', async () => {
  const places = openPlaces()
  for (let i = 0; i < 4; i += 1) await places.take(`running${i}`)
  const waiting = Array.from({ length: 100 }, (_, i) => places.take(`waiting${i}`))
  await assert.rejects(places.take('one more'), { code: 'sandbox_busy' })
  assert.equal(waiting.length, 100)
})
