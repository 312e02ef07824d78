import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { openConversion, type Conversion } from '../../../tests/peers/conversion.ts'
import { until } from '../../../tests/peers/until.ts'
import type { Slice } from '#core/connector.ts'

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Large enough to be still at work when something happens to it. */
async function longWork(lab: Conversion): Promise<readonly Slice[]> {
  const lines = Array.from({ length: 200_000 }, (_, at) => `${at},text ${at},${at / 7}`).join('\n')
  const slice = await lab.csv(`a,b,c\n${lines}\n`)
  return Array.from({ length: 20 }, () => slice)
}

test('a worker that is killed is reported as such, with the likely reason', async () => {
  await using lab = await openConversion()
  const work = lab.convert(
    await longWork(lab),
    {},
    { onStart: (pid) => process.kill(pid, 'SIGKILL') },
  )
  await assert.rejects(work, { code: 'worker_died', message: /SIGKILL/, remedy: /memory/ })
})

test('the process gets no secret of the service, nor anything else that the service was given', async () => {
  await using lab = await openConversion()
  process.env['SYNC_TEST_SECRET'] = 'a secret of the service'
  let given = ''
  try {
    const onStart = (pid: number) => (given = readFileSync(`/proc/${pid}/environ`, 'utf8'))
    await lab.convert([await lab.csv('a\n1\n')], {}, { onStart })
  } finally {
    delete process.env['SYNC_TEST_SECRET']
  }
  const own = given.split('\0').filter((each) => each !== '' && !each.startsWith('NODE_CHANNEL'))
  assert.deepEqual(own.toSorted(), ['NODE_NO_WARNINGS=1', 'TZ=UTC'])
})

test('a run that was stopped before it began starts no process', async () => {
  await using lab = await openConversion()
  const started: number[] = []
  const signal = AbortSignal.abort(new Error('the service stops'))
  const around = { signal, onStart: (pid: number) => void started.push(pid) }
  await assert.rejects(lab.convert([await lab.csv('a\n1\n')], {}, around), /the service stops/)
  assert.deepEqual(started, [])
})

test('the signal ends the process and is the reason', async () => {
  await using lab = await openConversion()
  const stop = new AbortController()
  let worker = 0
  const work = lab.convert(
    await longWork(lab),
    {},
    {
      signal: stop.signal,
      onStart: (pid) => {
        worker = pid
        stop.abort(new Error('the service stops'))
      },
    },
  )
  await assert.rejects(work, { message: 'the service stops' })
  await until(() => !isAlive(worker))
})

test('a job that takes too long is ended', async () => {
  await using lab = await openConversion()
  const limits = { memory: '256MB', threads: 1, timeoutMs: 1 }
  await assert.rejects(lab.convert(await longWork(lab), { limits }), { code: 'worker_timeout' })
})

test('too little memory is named, with the setting to raise', async () => {
  await using lab = await openConversion()
  const limits = { memory: '10MB', threads: 2, timeoutMs: 300_000 }
  await assert.rejects(lab.convert(await longWork(lab), { limits }), {
    code: 'out_of_memory',
    remedy: /SYNC_MEMORY_LIMIT/,
  })
})

test('the worker dies with its parent', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const parent = spawn(
    process.execPath,
    [
      '-e',
      `const { spawn } = require('node:child_process')
       const child = spawn(process.execPath, [${JSON.stringify(main)}], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
       console.log(child.pid)`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [text] = await once(parent.stdout, 'data')
  const worker = Number(String(text))
  parent.kill('SIGKILL')
  await once(parent, 'close')
  await until(() => !isAlive(worker))
})

test('progress is told in bytes of the input, and no temporary file stays', async () => {
  await using lab = await openConversion()
  const slices = await longWork(lab)
  const result = await lab.convert(slices)
  assert.equal(result.file.rows, 4_000_000)
  const output = result.file.path.slice(0, result.file.path.lastIndexOf('/'))
  assert.deepEqual(await readdir(output), ['data.parquet'])
})
