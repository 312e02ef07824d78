import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { UNLESS_GIVEN } from '#core/env.ts'
import { listJobs } from '#core/jobs.ts'
import { openTestDatabase, type TestDatabase } from '../peers/postgres.ts'

/** What the address of the database is where nobody gives one. */
const OWN_DATABASE = `DATABASE_URL${UNLESS_GIVEN}`

const root = join(import.meta.dirname, '../..')

/** One line's values in a committed unit, `%` and quotes undone. */
function values(unit: string, key: string): readonly string[] {
  const text = readFileSync(join(root, 'deploy/systemd/units', unit), 'utf8')
  return [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) =>
    value.replace(/^"(.*)"$/, '$1').replaceAll('%%', '%'),
  )
}

/** A server as far as units see it: its folders below one of ours, and a database. */
function serverFolders(t: TestContext, database: TestDatabase) {
  const folder = mkdtempSync(join(tmpdir(), 'units-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const name of ['state/secrets', 'state/data', 'state/homes', 'sockets', 'credentials']) {
    mkdirSync(join(folder, name), { recursive: true })
  }
  const here = (text: string) =>
    text
      .replaceAll('/var/lib/ai-data-analyst', join(folder, 'state'))
      .replaceAll('/run/ai-data-analyst/sockets', join(folder, 'sockets'))
      .replaceAll('/etc/ai-data-analyst', join(folder, 'etc'))

  /** What systemd does with LoadCredential=: the unit has these files, each of which must be there. */
  function credentials(unit: string): string {
    const place = join(folder, 'credentials', unit)
    mkdirSync(place, { recursive: true })
    for (const credential of values(unit, 'LoadCredential')) {
      const [name = '', from = ''] = credential.split(':')
      cpSync(here(from), join(place, name))
    }
    return place
  }

  function environment(unit: string): NodeJS.ProcessEnv {
    const entries = values(unit, 'Environment').map((line): [string, string] => {
      const at = line.indexOf('=')
      return [line.slice(0, at), here(line.slice(at + 1))]
    })
    const own = Object.fromEntries(entries)
    return {
      PATH: process.env['PATH'],
      ...own,
      // As systemd has it where a line of the operator's names it without a value.
      ...(own[OWN_DATABASE] !== undefined && { DATABASE_URL: '', [OWN_DATABASE]: urlOf(database) }),
      // A folder for its owner alone, so that nothing but the credentials can be read.
      ...(unit !== 'secrets.service' && { SECRETS_DIR: join(folder, 'nothing') }),
      DATA_DIR: own['DATA_DIR'] === '/tmp/data' ? join(folder, unit) : own['DATA_DIR'],
      CREDENTIALS_DIRECTORY: credentials(unit),
    }
  }

  /** Runs one command of a unit, with this Node and this checkout in place of the server's. */
  function run(unit: string, key: string): ChildProcess & { said(): string } {
    const [command = ''] = values(unit, key)
    const [, ...args] = here(command).split(' ')
    const env = { ...environment(unit), LOG_LEVEL: 'info' }
    const child = spawn(process.execPath, args, { cwd: root, env })
    let said = ''
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    t.after(() => child.kill('SIGKILL'))
    return Object.assign(child, { said: () => said })
  }
  return { folder, run }
}

function urlOf({ target }: TestDatabase): string {
  const { host, user, password, database } = target
  const url = new URL(`postgres://${user}:${String(password)}@localhost/${database}`)
  url.searchParams.set('host', String(host))
  return url.href
}

test('the plain units as they are written run the stack: secrets, portal, job, and what has no network', async (t) => {
  const database = await openTestDatabase()
  t.after(() => database.close())
  const { folder, run } = serverFolders(t, database)

  const setup = run('secrets.service', 'ExecStart')
  assert.deepEqual(await once(setup, 'exit'), [0, null], setup.said())
  const secrets = readdirSync(join(folder, 'state/secrets'))
  assert.ok(
    secrets.includes('portal-identity') && secrets.includes('postgres-password'),
    setup.said(),
  )

  const daemons = ['webapp.service', 'corporate-memory-pages.service', 'script-sandbox.service']
  const running = daemons.map((unit) => run(unit, 'ExecStart'))
  for (const [at, unit] of daemons.entries()) {
    const ready = run(unit, 'ExecStartPost')
    const [code] = (await once(ready, 'exit')) as [number]
    assert.equal(code, 0, `${unit}: ${ready.said()} ${running[at]?.said()}`)
  }

  const job = run('corporate-memory.service', 'ExecStart')
  assert.deepEqual(await once(job, 'exit'), [0, null], job.said())
  assert.ok(
    (await listJobs(database.db)).some(({ status }) => status === 'ok'),
    job.said(),
  )

  // The portal finds the services at the addresses that its unit names.
  const [host = ''] = values('webapp.service', 'Environment').flatMap(
    (line) => /^HOST=(.+)/.exec(line)?.[1] ?? [],
  )
  const health = await (await fetch(`http://${host}:8080/health`)).text()
  assert.match(health, /"status"/)
  for (const child of running) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null], child.said())
  }
})
