import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeDocker } from '../../tests/peers/fake-docker.ts'

const status = ['status', '--target', 'compose', '--format', 'json'] as const
const running = { postgres: 'old', webapp: 'old', 'session-collector': 'old' }
const configured = ['secrets', ...Object.keys(running)]

const last = {
  ...{ name: 'session-collector', status: 'ok', startedAt: '2026-03-04T12:00:00.000Z' },
  ...{ finishedAt: null, lastWork: '3 sessions', lastWorkAt: null, error: null },
}

interface Told {
  readonly version: string | null
  readonly containers: readonly { readonly service: string; readonly well: boolean }[]
  readonly jobs: readonly {
    readonly id: string
    readonly off: string | null
    readonly last: { readonly lastWork: string } | null
    readonly next: string | null
  }[]
  readonly lastRunsUnknown?: string
}

async function told(state: Parameters<typeof fakeDocker>[0], ...words: readonly string[]) {
  await using docker = await fakeDocker({ configured, running, ...state })
  const { code, out, err } = await docker.stack(...(words.length > 0 ? words : status))
  return { code, out, err, asked: await docker.asked() }
}

test('of a project that runs its containers are told, and of each job its last run and its next', async () => {
  const { code, out, err, asked } = await told({ says: JSON.stringify([{ last }, { last: null }]) })
  assert.equal(code, 0, err)
  const { version, containers, jobs } = JSON.parse(out) as Told
  assert.equal(version, 'old')
  assert.deepEqual(containers.map(({ service, well }) => [service, well]).sort(), [
    ...[
      ['postgres', true],
      ['secrets', true],
      ['session-collector', true],
      ['webapp', true],
    ],
  ])
  const of = (id: string) => jobs.find((job) => job.id === id) ?? assert.fail(id)
  assert.equal(of('session-collector').last?.lastWork, '3 sessions')
  assert.match(of('session-collector').next ?? '', /^20/)
  assert.deepEqual(
    [of('mail-digest').off, of('mail-digest').next],
    ['its container does not run', null],
  )
  assert.deepEqual(asked, ['stack status jobs --format=json as old'])
  const shown = await told({ says: '[]' }, 'status', '--target', 'compose')
  assert.match(shown.err, /^Version old as compose$/m)
  assert.match(
    shown.out,
    /^webapp +running +healthy +Up 3 hours$[^]*^session-collector +\*\/30 .* never +20/m,
  )
})

test('what is down or unwell is named, and all that can be told without it is', async () => {
  const ill = await told({
    running: { ...running, webapp: 'new' },
    unwell: ['webapp:new'],
    says: '[]',
  })
  assert.equal(ill.code, 1)
  assert.match(ill.err, /not well: webapp\nremedy: docker compose logs --tail 50 webapp/)
  const down = await told({ running: {} })
  assert.equal(down.code, 1)
  assert.match(down.err, /not well: postgres, webapp, session-collector\n/)
  const { version, jobs, lastRunsUnknown } = JSON.parse(down.out) as Told
  assert.deepEqual([version, lastRunsUnknown], [null, 'the database does not run'])
  assert.ok(jobs.length > 2 && jobs.every(({ last: one, next }) => one === null && next === null))
  assert.deepEqual(down.asked, [], 'Compose would build what it is asked to run')
})

test('where nobody knows of the last runs the reason is told, and the command ends with 1', async () => {
  const failure = JSON.stringify({ error: 'The database does not answer' })
  for (const [says, reason] of [
    [failure, 'The database does not answer'],
    ['no document', /reason stands above/],
  ] as const) {
    const { code, out, err } = await told({ says, refused: ['stack status'] })
    assert.equal(code, 1)
    const { jobs, lastRunsUnknown = '' } = JSON.parse(out) as Told
    assert.ok(jobs.every(({ last: one }) => one === null))
    if (typeof reason === 'string') assert.equal(lastRunsUnknown, reason)
    else assert.match(lastRunsUnknown, reason)
    assert.match(err, /error: The last runs are not known: /)
  }
})

test('a target that there is not is refused before anything is asked', async () => {
  const { code, err, asked } = await told({}, 'status', '--target', 'podman')
  assert.deepEqual([code, asked], [2, []])
  assert.match(err, /--target podman: compose/)
})
