import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { after, before, mock, test } from 'node:test'
import { createLog } from '#core/log.ts'
import {
  openExampleCatalog,
  type ExampleCatalog,
} from '../../../tests/peers/open-example-catalog.ts'
import { reportProgress } from './progress.ts'
import { claimRun, finishRun, requestRun, type Catalogue } from './runs.ts'

let catalog: ExampleCatalog
before(async () => (catalog = await openExampleCatalog()))
after(() => catalog[Symbol.asyncDispose]())

/** A claimed run, its report, and what is written of it. */
async function openReport(t: { after(end: () => unknown): void }, broken = false) {
  const { catalogue, events } = catalog
  mock.timers.enable({ apis: ['Date'], now: 1_000_000 })
  t.after(() => mock.timers.reset())
  await requestRun(catalogue, events, { source: 'shop', trigger: 'command' })
  const run = await claimRun(catalogue)
  assert.ok(run)
  const said = new PassThrough()
  const failing = {
    updateTable: () => {
      throw new Error('no database')
    },
  } as unknown as Catalogue
  const log = createLog('warn', said)
  const report = reportProgress(broken ? failing : catalogue, events, run.id, log)
  t.after(() => finishRun(catalogue, events, run.id, { status: 'discovered' }))
  return {
    report,
    run,
    said: () => String(said.read() ?? ''),
    tick: (ms: number) => mock.timers.tick(ms),
    written: async () => {
      await report.close()
      const { progress_done, progress_total } = await catalogue
        .selectFrom('run')
        .select(['progress_done', 'progress_total'])
        .where('id', '=', run.id)
        .executeTakeFirstOrThrow()
      return [progress_done, progress_total]
    },
  }
}

test('progress is written at once, then once a second at most, in whole bytes', async (t) => {
  const { report, written, tick } = await openReport(t)
  assert.deepEqual(await written(), [null, null])
  report.report(10.4, 100)
  assert.deepEqual(await written(), [10, 100])
  for (let done = 11; done < 60; done += 1) {
    tick(20)
    report.report(done, 100)
  }
  assert.deepEqual(await written(), [10, 100])
  tick(20)
  report.report(60)
  assert.deepEqual(await written(), [60, null])
})

test('a run that has ended keeps what its end says', async (t) => {
  const { report, written, run } = await openReport(t)
  await finishRun(catalog.catalogue, catalog.events, run.id, { status: 'discovered' })
  report.report(10, 100)
  assert.deepEqual(await written(), [null, null])
})

test('progress that cannot be written ends no run: it is told, and the work goes on', async (t) => {
  const { report, written, said } = await openReport(t, true)
  report.report(10, 100)
  assert.deepEqual(await written(), [null, null])
  assert.match(said(), /progress could not be written.*no database|no database.*progress could not/)
})
