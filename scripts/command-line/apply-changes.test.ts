import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '#core/database/connect.ts'
import { listAudit } from '#core/identity/audit.ts'
import { createPerson, findPersonByEmail } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { applyChanges, type Change } from './apply-changes.ts'

let storage: TestDatabase
before(async () => {
  storage = await openTestDatabase()
})
after(() => storage.close())

/** Three changes, of which the second can be refused or fail; what was asked of them, and what was said. */
async function apply(
  subject: string,
  values: Record<string, string | boolean>,
  second: Partial<Change> = {},
) {
  const asked: string[] = []
  const said: string[] = []
  const changes = ['a', 'b', 'c'].map((action): Change => ({
    ...{ action, subject, says: `${action} is so.` },
    run: (): Promise<unknown> => Promise.resolve(asked.push(action)),
    ...(action === 'b' && second),
  }))
  const context = {
    storage: () => Promise.resolve(storage),
    note: (line: string) => said.push(line),
    out: (line: string) => said.push(line),
  }
  const failed = await applyChanges({ positionals: [], values }, context, changes).then(
    () => undefined,
    (error: unknown) => String(error),
  )
  const written = await listAudit(storage.db, { subject, limit: 9 })
  return { asked, said, failed, written: written.map(({ action }) => action).toReversed() }
}

test('changes are made in their order, each told and written down', async () => {
  const all = ['a', 'b', 'c']
  assert.deepEqual(await apply('done', {}), {
    asked: all,
    said: all.map((action) => `${action} is so.`),
    failed: undefined,
    written: all,
  })
})

test('a dry run is refused what would be, keeps no change and writes nothing down', async () => {
  const run = (db: Database) => createPerson(db, { email: 'tried@acme.com' })
  const { said, written } = await apply('dry', { 'dry-run': true, format: 'json' }, { run })
  assert.deepEqual(written, [])
  assert.equal(await findPersonByEmail(storage.db, 'tried@acme.com'), undefined)
  assert.equal(said[0], 'Would be so: a is so.')
  const listed = JSON.parse(said[3] ?? '') as { done: boolean }[]
  assert.deepEqual(
    listed.map(({ done }) => done),
    [false, false, false],
  )
  const refuse = () => Promise.reject(new Error('the last one'))
  const refused = await apply('dry', { 'dry-run': true }, { run: refuse })
  assert.equal(refused.failed, 'Error: the last one')
})

test('what fails is not written down as done, and ends it there: what was done before stays told', async () => {
  const run = () => Promise.reject(new Error('gone'))
  const { asked, said, failed, written } = await apply('failed', { format: 'json' }, { run })
  assert.deepEqual([asked, said, failed, written], [['a'], ['a is so.'], 'Error: gone', ['a']])
})

test('a change that cannot be written down is not made', async () => {
  const run = (db: Database) => createPerson(db, { email: 'unwritten@acme.com' })
  const action = null as unknown as string
  const { failed } = await apply('lost', {}, { run, action })
  assert.match(failed ?? '', /null value in column "action"/)
  assert.equal(await findPersonByEmail(storage.db, 'unwritten@acme.com'), undefined)
})
