import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { until } from '../../../tests/peers/until.ts'
import type { Wall } from '../wall/wall.ts'
import { openProcessWatch, type ProcessWatch } from './process-watch.ts'
import { runBesideOthers } from './run-beside-others.ts'
import type { RunRequest } from './run-request.ts'

let tmp: string
before(async () => {
  tmp = await mkdtemp(join(tmpdir(), 'beside-'))
  await mkdir(join(tmp, 'runs'))
})
after(() => rm(tmp, { recursive: true, force: true }))

/** Nothing stands in front of a program, so that the scripts of these tests find what the test tells them. */
const open: Wall = { name: 'none', maxFiles: 1, command: () => [] }

function run(owner: string, source: string, processes: ProcessWatch, left?: AbortSignal) {
  const place = {
    ...{ python: '/nowhere/python3', filter: '/nowhere/filter', user: undefined, processes },
    folder: join(tmp, 'runs'),
    objectPath: (sha256: string) => sha256,
    root: join(import.meta.dirname, '../../..'),
  }
  const request: RunRequest = {
    ...{ id: '1', owner, language: 'js', fileName: 'a.js', source, tables: [], wallSeconds: 60 },
  }
  return runBesideOthers(place, open, request, left ?? new AbortController().signal)
}

/** Notes each try of a script in a file of its name, and goes on as the last lines say. */
const noting = (file: string, source: string) => `
  import { appendFileSync, existsSync, readFileSync } from 'node:fs'
  import { spawn } from 'node:child_process'
  const file = (name) => ${JSON.stringify(tmp)} + '/' + name
  appendFileSync(file('${file}'), 'x')
  const tries = readFileSync(file('${file}'), 'utf8').length
  ${source}`
const triesOf = async (file: string) => (await readFile(join(tmp, file), 'utf8')).length

test('a run that failed beside a bomb of processes failed for good: it is run once more, and the bomb is not', async () => {
  const processes = openProcessWatch(40)
  const beside = run(
    'ann',
    noting(
      'beside',
      `while (tries === 1 && !existsSync(file('over'))) await new Promise((f) => setTimeout(f, 5))
       if (tries === 1) throw new Error('no process is left')
       console.log('done')`,
    ),
    processes,
  )
  await until(() => existsSync(join(tmp, 'beside')), 'the first try began')
  const bomb = await run(
    'bob',
    noting(
      'bomb',
      `for (let n = 0; n < 60; n += 1) spawn('sleep', ['600'], { stdio: 'ignore' })
       setInterval(() => {}, 1000)`,
    ),
    processes,
  )
  assert.equal(bomb.status, 'too_many_processes')
  await writeFile(join(tmp, 'over'), '')
  const { status, stdout } = await beside
  assert.deepEqual([status, stdout], ['ok', 'done\n'])
  assert.deepEqual([await triesOf('beside'), await triesOf('bomb')], [2, 1])
})

test('a run that fails by itself is run once', async () => {
  const { status } = await run('ann', noting('alone', 'process.exit(3)'), openProcessWatch())
  assert.equal(status, 'failed')
  assert.equal(await triesOf('alone'), 1)
})

/** As if others had too many at each moment. */
const everCrowded = (): ProcessWatch => {
  let looks = 0
  // It was so while the run went on, and is no more.
  return { ...openProcessWatch(), crowdedSince: () => (looks += 1) % 2 === 1 }
}

test('a run that fails beside one bomb after another is tried three times, and can be asked for again', async () => {
  await assert.rejects(run('ann', noting('thrice', 'process.exit(3)'), everCrowded()), {
    code: 'crowded',
  })
  assert.equal(await triesOf('thrice'), 3)
})

test('what came to its end beside a bomb, and what nobody waits for any more, is not run again', async () => {
  const ended = await run('ann', noting('ended', 'console.log(1)'), everCrowded())
  assert.deepEqual([ended.status, await triesOf('ended')], ['ok', 1])
  const leaving = new AbortController()
  const left = run(
    'ann',
    noting('left', 'setInterval(() => {}, 1000)'),
    everCrowded(),
    leaving.signal,
  )
  await until(() => existsSync(join(tmp, 'left')), 'it runs')
  leaving.abort()
  assert.equal((await left).status, 'failed')
  assert.equal(await triesOf('left'), 1)
})
