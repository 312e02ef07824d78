import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import type { RunnerDeps } from '../../services/notify-runner/runs/run-script.ts'
import { sandboxClient } from '../../services/notify-runner/runs/sandbox-client.ts'
import { openScriptFolders } from '../../services/notify-runner/workspace/script-folder.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { openFakeSandbox, type AskedRun, type FakeSandbox } from './script-sandbox.ts'

/** What runs scripts, on a database, folders and a sandbox of its own; nothing is run by a schedule yet. */
export interface ScriptRunner extends AsyncDisposable {
  readonly deps: RunnerDeps
  readonly storage: TestDatabase
  readonly homes: string
  readonly sandbox: FakeSandbox
  /** A person with these scripts, of which none is due by itself. */
  person(name: string, ...scripts: readonly string[]): Promise<string>
  /** Lets a script be due, once it is known. Returns whether it is. */
  makeDue(username: string, name: string): Promise<boolean>
  /** What a query finds of a table of the runner. */
  rows<T>(sql: string, ...values: readonly unknown[]): Promise<readonly T[]>
}

export const NEVER_DUE = '# schedule: 0 0 1 1 *\n'

export async function openScriptRunner(
  answer: (run: AskedRun) => object | Promise<object>,
): Promise<ScriptRunner> {
  await using opened = new AsyncDisposableStack()
  const dir = join(import.meta.dirname, '../../services/notify-runner/migrations')
  const storage = await openTestDatabase([{ owner: 'notify-runner', dir }])
  opened.defer(() => storage.close())
  const homes = await mkdtemp(join(tmpdir(), 'homes-'))
  opened.defer(() => rm(homes, { recursive: true, force: true }))
  const sandbox = opened.use(await openFakeSandbox(async (run) => ({ ...(await answer(run)) })))
  const folders = openScriptFolders(homes)
  const { db } = storage
  const kept = opened.move()
  const rows = async <T>(sql: string, ...values: readonly unknown[]) =>
    (await db.pool.query(sql, [...values])).rows as readonly T[]
  return {
    storage,
    homes,
    sandbox,
    rows,
    deps: { db, folders, sandbox: sandboxClient(sandbox.address), log: createLog('silent') },
    async person(name, ...scripts) {
      const { username } = await createPerson(db, { email: `${name}@acme.com` })
      for (const script of scripts) await folders.write(username, script, NEVER_DUE)
      return username
    },
    async makeDue(username, name) {
      const due = await rows(
        `update notify_runner.script set next_run_at = now() where username = $1 and name = $2 returning name`,
        username,
        name,
      )
      return due.length === 1
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
