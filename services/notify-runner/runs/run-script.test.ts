import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { listInbox } from '#core/notifications/inbox.ts'
import { openTestDatabase, type TestDatabase } from '../../../tests/peers/postgres.ts'
import { finds, openFakeSandbox, says, type AskedRun } from '../../../tests/peers/script-sandbox.ts'
import { openScriptFolders, type ScriptFolders } from '../workspace/script-folder.ts'
import { listRuns } from './run-records.ts'
import { runScript, type RunnerDeps } from './run-script.ts'
import { sandboxClient } from './sandbox-client.ts'

let storage: TestDatabase
let homes: string
let folders: ScriptFolders

before(async () => {
  const dir = join(import.meta.dirname, '../migrations')
  storage = await openTestDatabase([{ owner: 'notify-runner', dir }])
  homes = await mkdtemp(join(tmpdir(), 'homes-'))
  folders = openScriptFolders(homes)
})
after(async () => {
  await storage.close()
  await rm(homes, { recursive: true })
})

let nth = 0

/** A person with one script, and a sandbox that answers so. */
async function open(name: string, source: string, answer: (run: AskedRun) => object) {
  const { username } = await createPerson(storage.db, { email: `p${(nth += 1)}@acme.com` })
  await folders.write(username, name, source)
  const fake = await openFakeSandbox((run) => ({ ...answer(run) }))
  const log = createLog('silent')
  const deps: RunnerDeps = { db: storage.db, folders, log, sandbox: sandboxClient(fake.address) }
  return {
    username,
    deps,
    asked: fake.asked,
    run: (trigger: 'schedule' | 'portal' = 'schedule') =>
      runScript(deps, { username, name, trigger }, AbortSignal.timeout(120_000)),
    inbox: () => listInbox(storage.db, username, { limit: 20 }),
    [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
  }
}

test('Telegram is a precondition for everything: no more, what a script says is stored at once', async () => {
  await using at = await open('a.py', '', () => says({ title: 'Sales fell', data: { by: 20 } }))
  const { status } = await at.run()
  assert.equal(status, 'notified')
  const [told] = await at.inbox()
  assert.equal(told?.body.title, 'Sales fell')
  assert.equal(told?.body.script, 'a.py')
  assert.deepEqual(told?.body['data'], { by: 20 })
})

test('the owner’s tables and nobody else’s go along', async () => {
  await storage.db.pool.query(
    `insert into core.published_table values ('sales/orders', 'sales', 'orders', '{${'a'.repeat(64)}}'),
       ('hr/salaries', 'hr', 'salaries', '{${'b'.repeat(64)}}') on conflict do nothing`,
  )
  await storage.db.pool.query(
    `insert into core.table_grant (group_name, pattern, origin) values ('everyone', 'sales/*', 'command')
     on conflict do nothing`,
  )
  await using at = await open('a.js', '', () => ({}))
  await at.run()
  assert.deepEqual(
    at.asked[0]?.tables.map(({ schema, name }) => `${schema}.${name}`),
    ['sales.orders'],
  )
  assert.equal(at.asked[0]?.owner, at.username)
})

test('within its cooldown an alert is told once on schedule, and by hand again', async () => {
  await using at = await open('a.py', '', () => says({ cooldown: '6h' }))
  assert.equal((await at.run()).status, 'notified')
  assert.equal((await at.run()).status, 'cooldown')
  assert.equal((await at.run('portal')).status, 'notified')
  assert.equal((await at.inbox()).length, 2)
})

test('cooldown is per alert: each key has its own', async () => {
  let key = 'east'
  await using at = await open('a.py', '', () => says({ key, cooldown: '1d' }))
  assert.equal((await at.run()).status, 'notified')
  key = 'west'
  assert.equal((await at.run()).status, 'notified')
  assert.equal((await at.run()).status, 'cooldown')
})

test('an image comes as bytes and belongs to the owner', async () => {
  const bytes = Buffer.from('\x89PNG\r\n', 'latin1')
  const image = { type: 'image/png', base64: bytes.toString('base64') }
  await using at = await open('a.py', '', () => ({ ...says({}), image }))
  assert.ok(!('image' in (await at.run())), 'who asked for the run is not sent it as text')
  assert.match((await at.inbox())[0]?.body.image_url ?? '', /^\/api\/notifications\/images\//)
})

test('weakness: last run is last sent, and manual runs are not recorded: a run by hand that tells nothing is', async () => {
  await using at = await open('a.py', '', () => ({ stdout: '{"notify": false}' }))
  const before = Date.now()
  assert.equal((await at.run('portal')).status, 'quiet')
  const [record] = await listRuns(storage.db, at.username)
  assert.deepEqual([record?.trigger, record?.status], ['portal', 'quiet'])
  assert.ok((record?.startedAt.getTime() ?? 0) >= before - 1000)
})

test('weakness: username mapping ignored, scripts run as the service: a run is for its owner, by the owner’s grants', async () => {
  await using at = await open('a.py', '', () => says({}))
  await at.run()
  const [asked] = at.asked
  assert.equal(asked?.owner, at.username)
  assert.deepEqual(
    asked?.tables.map(({ name }) => name),
    ['orders'],
    'what everybody is granted',
  )
})

const failures = {
  'a non-zero exit': [
    { status: 'failed', exitCode: 3, stderr: 'Trace\nValueError: x' },
    /ValueError/,
  ],
  'a timeout': [{ status: 'timeout', exitCode: null }, /longer than a minute/],
  'a flood': [{ status: 'too_much_output', exitCode: null }, /64 KiB/],
  'no JSON': [{ stdout: 'hello' }, /not JSON/],
  'a JSON array': [{ stdout: '[]' }, /not as agreed/],
  'a sandbox that refuses': [
    { httpStatus: 503, code: 'no_python', detail: 'There is no Python here', remedy: 'Install it' },
    /no Python here/,
  ],
} as const
for (const [what, [answer, reason]] of Object.entries(failures))
  test(`${what} ends the run in a visible state and tells nobody`, async () => {
    await using at = await open('a.py', '', () => answer)
    const { status, error } = await at.run()
    assert.deepEqual([status, (await at.inbox()).length], ['failed', 0])
    assert.match(error ?? '', reason)
    const [record] = await listRuns(storage.db, at.username)
    assert.deepEqual([record?.status, record?.error], ['failed', error])
  })

test('weakness: the portal’s sudo rule is wrong, and fails silently: a sandbox that is switched off says so, with the remedy', async () => {
  await using at = await open('a.py', '', () => ({}))
  const deps = { ...at.deps, sandbox: sandboxClient(undefined) }
  const run = { username: at.username, name: 'a.py', trigger: 'portal' } as const
  const { error, remedy } = await runScript(deps, run, AbortSignal.timeout(1000))
  assert.match(error ?? '', /switched off/)
  assert.match(remedy ?? '', /script-sandbox/)
})

test('weakness: strictly sequential, no overlap lock: a second run of a person is refused while the first goes on', async () => {
  const gate = Promise.withResolvers<object>()
  const reached = Promise.withResolvers<void>()
  await using at = await open('a.py', '', () => {
    reached.resolve()
    return {}
  })
  const slow = await openFakeSandbox(async () => {
    reached.resolve()
    return { ...(await gate.promise) }
  })
  const deps = { ...at.deps, sandbox: sandboxClient(slow.address) }
  const run = { username: at.username, name: 'a.py', trigger: 'portal' } as const
  const first = runScript(deps, run, AbortSignal.timeout(120_000))
  await reached.promise
  await assert.rejects(at.run(), { code: 'script_running' })
  gate.resolve({})
  assert.equal((await first).status, 'quiet')
  assert.equal((await at.run()).status, 'quiet')
  await slow[Symbol.asyncDispose]()
})

for (const name of ['../x.py', '/etc/passwd.py', 'x.sh', '.hidden.py', 'a/b.py', ''])
  test(`Path traversal in run: “${name}” is no script`, async () => {
    await using at = await open('a.py', '', () => ({}))
    const run = { username: at.username, name, trigger: 'desktop' } as const
    await assert.rejects(runScript(at.deps, run, AbortSignal.timeout(1000)), {
      code: 'invalid_script_name',
    })
  })

test('an SQL alert compares a column, fills its message and draws its chart', async () => {
  const rows = [{ day: 'mon', orders: 7 }]
  const sql = `-- title: {orders} orders\n-- when: orders < 10\n-- message: on {day}\n-- chart: bar day orders\nselect`
  await using at = await open('low.sql', sql, ({ language }) =>
    language === 'sql' ? finds(rows) : { image: { type: 'image/png', base64: 'iVBORw==' } },
  )
  assert.equal((await at.run()).status, 'notified')
  const [told] = await at.inbox()
  assert.deepEqual([told?.body.title, told?.body.message], ['7 orders', 'on mon'])
  assert.ok(told?.body.image_url)
  assert.equal(at.asked[0]?.source, sql)
})

test('an SQL alert whose condition does not hold says nothing', async () => {
  await using at = await open('a.sql', '-- when: n > 5\nselect', () => finds([{ n: 5 }]))
  assert.equal((await at.run()).status, 'quiet')
})

test('an SQL alert that found very long texts is told all the same, cut to what a notification may have', async () => {
  const rows = Array.from({ length: 10 }, () => ({ note: '😀'.repeat(2000) }))
  await using at = await open('notes.sql', `-- title: ${'{note} '.repeat(3)}\nselect`, () =>
    finds(rows),
  )
  assert.equal((await at.run()).status, 'notified')
  const [told] = await at.inbox()
  assert.deepEqual([told?.body.title?.length, told?.body.message?.length], [500, 16_384])
  assert.ok(told?.body.title?.endsWith('…') && told.body.message?.isWellFormed())
})

test('a condition that cannot be understood is told to the owner', async () => {
  await using at = await open('a.sql', '-- when: many\nselect', () => finds([]))
  assert.match((await at.run()).error ?? '', /when: “many”/)
})

test('a failed run names the mistake, not the arrow under it or the lines that lead to it', async () => {
  const reasonFor = async (name: string, stderr: string) => {
    const answer = () => ({ ...says({}), status: 'failed', exitCode: 1, stdout: '', stderr })
    await using at = await open(name, 'select 1', answer)
    await at.run('portal')
    const [run] = await listRuns(storage.db, at.username, { name })
    return run?.error
  }
  const duckdb =
    'Catalog Error: Table with name t does not exist!\n\nLINE 1: select * from t\n  ^\n'
  assert.equal(
    await reasonFor('a.sql', duckdb),
    'it ended with 1: Catalog Error: Table with name t does not exist!',
  )
  const input = 'Invalid Input Error: no such date\n\nLINE 1: select x\n  ^\n'
  assert.equal(
    await reasonFor('b.sql', input),
    'it ended with 1: Invalid Input Error: no such date',
  )
  const python = 'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: 5\n'
  assert.equal(await reasonFor('a.py', python), 'it ended with 1: KeyError: 5')
  assert.equal(await reasonFor('b.py', 'no such region\n'), 'it ended with 1: no such region')
})
