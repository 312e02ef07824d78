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

test('names that matched loosely (of the original): who is meant is one address, to the letter', async () => {
  for (const email of ['a.b@acme.com', 'axb@acme.com', 'ann@acme.com.org']) {
    assert.equal((await run('user', 'add', email)).code, 0, email)
  }
  assert.equal((await run('group', 'create', 'stock')).code, 0)
  for (const email of ['a.b@acme.com', 'axb@acme.com']) {
    assert.equal((await run('group', 'add', 'stock', email)).code, 0, email)
  }
  assert.equal((await run('group', 'remove', 'stock', 'a.b@acme.com')).code, 0)
  assert.equal((await run('user', 'remove', 'a.b@acme.com', '--yes')).code, 0)
  assert.match((await run('group', 'list')).out, /^stock +axb@acme\.com +-$/m)
  assert.ok(await findPersonByEmail(state.db, 'axb@acme.com'))
  for (const pattern of ['.*@acme.com', 'acme.com', 'a?b@acme.com']) {
    const { code, err } = await run('user', 'remove', pattern, '--yes')
    assert.deepEqual([code, /no person|not an e-mail address/.test(err)], [1, true], err)
  }
})

test('arguments that nobody looked at (of the original): what is no address is no person and no path', async () => {
  const before = (await run('user', 'list')).out
  for (const name of [
    '../../etc',
    'ann; id',
    '$(id)',
    'ann\nroot',
    '-',
    'ann@',
    '@acme.com',
    'a b@acme.com',
  ]) {
    const { code, err } = await run('user', 'add', '--', name)
    assert.equal(code, 1, `${JSON.stringify(name)}: ${err}`)
    assert.match(err, /address/, name)
  }
  assert.equal((await run('user', 'add', '--private')).code, 2)
  assert.equal((await run('user', 'list')).out, before)
})
