import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import { runJob } from '#core/jobs.ts'
import { createLog } from '#core/log.ts'
import { openLeases } from '#core/database/leases.ts'
import { openStackState, runStack } from '../../tests/peers/command-line.ts'
import { openLoopbackServer } from '../../tests/peers/loopback-server.ts'

interface Told {
  readonly stack: { readonly well: boolean; readonly detail: string }
  readonly jobs: readonly {
    readonly id: string
    readonly off: string | null
    readonly last: { readonly status: string; readonly error: string | null } | null
    readonly next: string | null
  }[]
}

const log = createLog('silent')
let state: Awaited<ReturnType<typeof openStackState>>

before(async () => {
  state = await openStackState()
  await runJob(
    { db: state.db, leases: openLeases(state.db, log), log },
    { name: 'mail-digest', run: () => Promise.reject(new Error('no mail server')) },
  )
})
after(() => state.close())

/** A portal, as far as its health goes. */
async function portal(t: TestContext, status: string): Promise<string> {
  const server = await openLoopbackServer((_, response) => response.end(JSON.stringify({ status })))
  t.after(() => server[Symbol.asyncDispose]())
  return server.url
}

async function status(PUBLIC_URL: string) {
  const { code, out, err } = await runStack(['status', '--format=json'], {
    ...{ ...state.env, PUBLIC_URL },
  })
  const told = JSON.parse(out) as Told
  const mail = told.jobs.find(({ id }) => id === 'mail-digest') ?? assert.fail(out)
  return { code, err, told, mail }
}

test('of a stack in one process its health is told, and of each job its last run and its next', async (t) => {
  const well = await status(await portal(t, 'ok'))
  assert.equal(well.code, 0, well.err)
  assert.equal(well.told.stack.well, true)
  assert.deepEqual(
    [well.mail.off, well.mail.last?.status, well.mail.last?.error],
    [null, 'failed', 'no mail server'],
  )
  assert.ok(Date.parse(well.mail.next ?? '') > Date.now())
  const ill = await status(await portal(t, 'degraded'))
  assert.equal(ill.code, 1)
  assert.match(ill.err, /says: degraded\nremedy: Its log/)
})

test('one that is down tells what its database knows, and that nothing runs its jobs', async () => {
  const { code, err, told, mail } = await status('http://127.0.0.1:1')
  assert.equal(code, 1)
  assert.match(err, /nothing of ours answers at http:\/\/127\.0\.0\.1:1\nremedy: npm start/)
  assert.equal(told.stack.well, false)
  assert.deepEqual([mail.last?.status, mail.next], ['failed', null])
  assert.ok(told.jobs.every(({ off }) => off !== null))
})

test('where nothing ever ran every job is shown, and no folder is made for it', async () => {
  const DATA_DIR = join(state.folder, 'never')
  const { out, err } = await runStack(['status', 'jobs'], { ...state.env, DATA_DIR })
  assert.equal(err, '')
  assert.match(out, /^mail-digest +\*\/5 \* \* \* \* +never +20\S+Z$/m)
  assert.ok(!existsSync(DATA_DIR))
})
