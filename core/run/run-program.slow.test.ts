import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { until } from '../../tests/peers/until.ts'
import { unlessAborted, untilAborted } from './run-program.ts'

const core = join(import.meta.dirname, '..')

/** A program whose work is `body`, with `log` and `signal`; `told` says what came to its log. */
function start(t: TestContext, body: string, env: Readonly<Record<string, string>> = {}) {
  const code = `
    const { runProgram, unlessAborted, untilAborted } = await import('${core}/run/run-program.ts')
    const { ConfigError, Unavailable } = await import('${core}/errors.ts')
    await runProgram(async (log, signal) => { ${body} })
    console.log('never said')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { env })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (said += String(chunk)))
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  return {
    child,
    ended,
    said: () => said,
    told: () =>
      said
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}

const waits = `log.info('ready'); setInterval(() => {}, 1000); await untilAborted(signal)`

test('a program that has done its work ends, whatever it left open', async (t) => {
  const program = start(t, `setInterval(() => {}, 1000); log.info('worked')`)
  assert.deepEqual(await program.ended, [0, null])
  assert.deepEqual(
    program.told().map(({ level, msg }) => [level, msg]),
    [['info', 'worked']],
  )
  assert.doesNotMatch(program.said(), /never said/)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  test(`a program that is told to stop by ${signal} tidies up and ends well`, async (t) => {
    const program = start(t, `${waits}; log.info({ reason: signal.reason.message }, 'tidied')`)
    await until(() => program.said().includes('ready'), program.said)
    program.child.kill(signal)
    assert.deepEqual(await program.ended, [0, null])
    assert.equal(program.told().at(-1)?.['reason'], `told to stop by ${signal}`)
  })

test('told a second time it ends at once, also where the tidying hangs', async (t) => {
  const program = start(t, `${waits}; log.info('hangs'); await new Promise(() => {})`)
  await until(() => program.said().includes('ready'), program.said)
  program.child.kill('SIGTERM')
  await until(() => program.said().includes('hangs'), program.said)
  program.child.kill('SIGTERM')
  assert.deepEqual(await program.ended, [null, 'SIGTERM'])
})

test('what still waits when it is told to stop is no failure of it', async (t) => {
  const never = 'new Promise(() => {})'
  const program = start(
    t,
    `log.info('ready'); setInterval(() => {}, 1000); await unlessAborted(signal, ${never})`,
  )
  await until(() => program.said().includes('ready'), program.said)
  program.child.kill('SIGTERM')
  assert.deepEqual(await program.ended, [0, null])
  assert.equal(program.told().length, 1)
})

test('what is set up wrongly is told in one line with its remedy, and without a stack', async (t) => {
  const program = start(
    t,
    `throw new Unavailable('no_room', 'the disk is full', { remedy: 'free some' })`,
  )
  assert.deepEqual(await program.ended, [1, null])
  const [line, ...more] = program.told()
  assert.deepEqual(more, [])
  assert.deepEqual(
    [line?.['level'], line?.['msg'], line?.['remedy'], line?.['err']],
    ['fatal', 'the disk is full', 'free some', undefined],
  )
})

test('of a defect the log has the stack as well', async (t) => {
  const program = start(t, `const nothing = undefined; nothing.really`)
  assert.deepEqual(await program.ended, [1, null])
  const { level, err } = program.told()[0] ?? {}
  assert.equal(level, 'fatal')
  assert.match((err as { stack?: string }).stack ?? '', /TypeError[^]*\n\s+at /)
})

test('a fatal end is told on every level, and an empty level is none', async (t) => {
  const quiet = start(t, `log.warn('x'); throw new ConfigError(['A is bad', 'B is bad'])`, {
    LOG_LEVEL: 'fatal',
  })
  assert.deepEqual(await quiet.ended, [1, null])
  assert.deepEqual(
    quiet.told().map(({ msg }) => msg),
    ['A is bad\nB is bad'],
  )
  const usual = start(t, `log.info('heard'); log.debug('not heard')`, { LOG_LEVEL: '' })
  assert.deepEqual(await usual.ended, [0, null])
  assert.deepEqual(
    usual.told().map(({ msg }) => msg),
    ['heard'],
  )
})

test('work that ends first has its own result, whatever is aborted later', async () => {
  const stop = new AbortController()
  assert.equal(await unlessAborted(stop.signal, Promise.resolve('done')), 'done')
  await assert.rejects(
    unlessAborted(stop.signal, Promise.reject(new Error('failed'))),
    /^Error: failed$/,
  )
  // A rejection that nobody waits for any more would end the process.
  stop.abort(new Error('late'))
  await assert.rejects(unlessAborted(stop.signal, new Promise(() => undefined)), /late/)
  await untilAborted(stop.signal)
})

test('work that fails after it was given up ends nothing', async () => {
  const stop = new AbortController()
  const work = Promise.withResolvers<never>()
  const waiting = unlessAborted(stop.signal, work.promise)
  stop.abort(new Error('told to stop'))
  await assert.rejects(waiting, /told to stop/)
  work.reject(new Error('much later'))
  await new Promise((resolve) => setImmediate(resolve))
})
