import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
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
    run: async () => void asked.push(action),
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

test('a dry run asks what would be refused, changes nothing and writes nothing down', async () => {
  const { asked, said, written } = await apply('dry', { 'dry-run': true, format: 'json' })
  assert.deepEqual([asked, written], [[], []])
  assert.equal(said[0], 'Would be so: a is so.')
  const listed = JSON.parse(said[3] ?? '') as { done: boolean }[]
  assert.deepEqual(
    listed.map(({ done }) => done),
    [false, false, false],
  )
  const check = () => Promise.reject(new Error('the last one'))
  const refused = await apply('dry', { 'dry-run': true }, { check })
  assert.deepEqual([refused.failed, refused.asked], ['Error: the last one', []])
})

test('what fails is not written down as done, and ends it there: what was done before stays told', async () => {
  const run = () => Promise.reject(new Error('gone'))
  const { asked, said, failed, written } = await apply('failed', { format: 'json' }, { run })
  assert.deepEqual([asked, said, failed, written], [['a'], ['a is so.'], 'Error: gone', ['a']])
})
