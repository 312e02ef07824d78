import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { followAdmission } from '#core/identity/follow-admission.ts'
import { createPerson, findPersonByEmail } from '#core/identity/people.ts'
import { openStackState } from '../tests/peers/command-line.ts'

let state: Awaited<ReturnType<typeof openStackState>>
const run = (...args: readonly string[]) => state.run(...args)

before(async () => {
  state = await openStackState()
  await writeFile(join(state.folder, 'instance.yaml'), 'instance: { name: Acme }\n')
})
after(() => state.close())

test('who came in by a rule that is gone is let in by being added, and a dry run lets nobody in', async () => {
  const email = 'ruled@acme.com'
  await createPerson(state.db, { email, invited: false })
  await followAdmission(state.db, { allowedDomains: [], allowedEmails: [] })
  const barred = async () => (await findPersonByEmail(state.db, email))?.barred
  const dry = await run('user', 'add', email, '--dry-run')
  assert.match(dry.out + dry.err, /may enter whatever they say/)
  assert.equal(await barred(), true)
  assert.equal((await run('user', 'add', email)).code, 0)
  assert.equal(await barred(), false)
  assert.equal(
    (await listAudit(state.db, { subject: email, limit: 1 }))[0]?.action,
    'person.invite',
  )
  assert.match((await run('user', 'add', email)).err, /was there already/)
})
