import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JobRecord } from '#core/jobs.ts'
import type { Service } from '#core/service.ts'
import { jobDocument, lastRunsIn } from './job-document.ts'
import { jobStates, type JobsInput } from './job-states.ts'
import { printJobs } from './print-jobs.ts'

const now = new Date('2026-03-04T12:20:00Z')
const about = { title: 'x', description: 'x' }
const job = (id: string, schedule: string, more: object = {}): Service => ({
  ...{ ...about, id, kind: 'job', schedule, ...more },
})

/** An installation with these manifests, some of whose code is elsewhere, as in an image. */
function installation(here: readonly Service[], elsewhere: readonly Service[] = []) {
  const services = here.map((manifest) => ({ manifest }))
  const instance = { services: { tidy: { enabled: false } } }
  const found = { units: { services, elsewhere }, instance, rawEnv: {} }
  return found as unknown as JobsInput['installation']
}

const ran = (name: string, at: string, more: Partial<JobRecord> = {}): JobRecord => ({
  ...{ name, status: 'ok', startedAt: new Date(at), finishedAt: new Date(at) },
  ...{ lastWork: '3 notes', lastWorkAt: new Date(at), error: null, ...more },
})

const found = installation(
  [job('hourly', '0 * * * *'), { ...about, id: 'portal', kind: 'daemon' }],
  [
    job('tidy', '0 3 * * *'),
    job('alerts', '*/5 * * * *', { enabledWhen: ['ALERTS_URL'] }),
    job('daily', '30 4 * * *'),
  ],
)
const records = [
  ran('hourly', '2026-03-04T09:00:00Z'),
  ran('daily', '2026-03-04T04:30:00Z', { status: 'failed', error: 'the disk\nis full' }),
  ran('tidy', '2026-02-04T03:00:00Z'),
  ran('of-no-manifest', '2026-03-04T09:00:00Z'),
]

test('each job of the manifests, here and elsewhere, has its schedule, its last run and its next, or why there is none', () => {
  const states = jobStates({ installation: found, records, now })
  assert.deepEqual(
    states.map(({ id, schedule, off, last, missed }) => [
      ...[id, schedule, off, last?.status, missed?.toISOString()],
    ]),
    [
      ['alerts', '*/5 * * * *', 'ALERTS_URL not set', undefined, undefined],
      ['daily', '30 4 * * *', undefined, 'failed', undefined],
      ['hourly', '0 * * * *', undefined, 'ok', '2026-03-04T12:00:00.000Z'],
      ['tidy', '0 3 * * *', 'switched off in instance.yaml', 'ok', undefined],
    ],
  )
  for (const { id, next, off } of states) {
    assert.equal(next === undefined, off !== undefined, id)
    if (next) assert.ok(next.getTime() > Date.now(), id)
  }
})

test('a run that goes on is not missed until it is longer than any may be, and one of what nothing runs here never', () => {
  const missedOf = (startedAt: string, more: Partial<JobsInput> = {}) =>
    jobStates({
      ...{ installation: installation([job('hourly', '0 * * * *')]), now },
      records: [ran('hourly', startedAt, { status: 'running', finishedAt: null })],
      ...more,
    })[0]
  assert.equal(missedOf('2026-03-04T11:59:00Z')?.missed, undefined)
  assert.ok(missedOf('2026-03-04T11:40:00Z')?.missed)
  const stopped = missedOf('2026-03-04T09:00:00Z', { whyNot: () => 'its timer is inactive' })
  assert.deepEqual(
    [stopped?.missed, stopped?.next, stopped?.off],
    [undefined, undefined, 'its timer is inactive'],
  )
})

test('a document tells of a job what is known, with null for the rest, and its runs are read from it again', () => {
  const states = jobStates({ installation: found, records, now })
  const text = JSON.stringify(states.map(jobDocument))
  const [alerts] = JSON.parse(text) as object[]
  const off = 'ALERTS_URL not set'
  const none = { last: null, missed: null, next: null }
  assert.deepEqual(alerts, { id: 'alerts', schedule: '*/5 * * * *', off, ...none })
  const known = new Set(states.map(({ id }) => id))
  const read = lastRunsIn(text).toSorted((a, b) => a.name.localeCompare(b.name))
  const wanted = records.filter(({ name }) => known.has(name))
  assert.deepEqual(
    read,
    wanted.toSorted((a, b) => a.name.localeCompare(b.name)),
  )
})

test('people see a line for each, also where nobody knows when it ran', () => {
  const lines: string[] = []
  const context = { out: (line: string) => void lines.push(line), note: () => assert.fail() }
  printJobs(context, jobStates({ installation: found, records, now }))
  assert.equal(lines.length, 5)
  assert.match(lines[1] ?? '', /^alerts +\*\/5 .* never +none: ALERTS_URL not set$/)
  assert.match(lines[2] ?? '', /^daily .* 2026-03-04T04:30:00Z +failed: the disk\\nis full +20/)
  assert.match(lines[3] ?? '', /ok: 3 notes; was due at 2026-03-04T12:00:00Z and has not begun/)
  lines.length = 0
  printJobs(context, jobStates({ installation: found, records: [], now }), false)
  assert.match(lines[3] ?? '', /^hourly +0 \* \* \* \* +unknown +20/)
})
