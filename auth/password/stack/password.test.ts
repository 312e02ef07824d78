import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { listAudit } from '#core/identity/audit.ts'
import { followAdmission } from '#core/identity/follow-admission.ts'
import { createPerson, findPersonByEmail } from '#core/identity/people.ts'
import { openStackState } from '../../../tests/peers/command-line.ts'

let state: Awaited<ReturnType<typeof openStackState>>

before(async () => {
  state = await openStackState()
  await writeFile(join(state.folder, 'instance.yaml'), 'instance: { name: Acme }\n')
})
after(() => state.close())

/** A command’s document, and how it ended. */
async function document(...words: readonly string[]) {
  const { code, out, err } = await state.run('password', ...words, '--format', 'json')
  return { code, err, told: JSON.parse(out) as Record<string, unknown> }
}

const mails = async () =>
  (await state.db.pool.query<{ recipient: string }>('select * from core.mail')).rows.length

test('an invitation tells its link only to who asked to see it, and then sends none', async () => {
  const sent = await document('invite', 'Ann@acme.com', '--name', 'Ann')
  assert.deepEqual(sent.told, { email: 'ann@acme.com', kind: 'setup', link: null })
  assert.equal(await mails(), 1)
  const shown = await document('invite', 'ann@acme.com', '--show')
  assert.match(String(shown.told['link']), /\/auth\/setup\/[\w-]{43}$/)
  assert.equal(await mails(), 1)
  const written = await listAudit(state.db, { subject: 'ann@acme.com', limit: 9 })
  assert.ok(!JSON.stringify(written).includes(String(shown.told['link']).slice(-43)))
  const refused = await document('invite', 'no address')
  assert.deepEqual([refused.code, refused.told['code']], [1, 'invalid_email'])
})

test('who is locked out is not invited back in by a link, and the way to let them in is told', async () => {
  await state.run('user', 'add', 'out@acme.com')
  await state.run('user', 'suspend', 'out@acme.com')
  const { code, told } = await document('invite', 'out@acme.com')
  assert.deepEqual([code, told['code']], [1, 'suspended'])
  assert.match(String(told['remedy']), /user suspend out@acme\.com --off/)
})

test('who came in by a rule that is gone is let in by an invitation', async () => {
  await createPerson(state.db, { email: 'ruled@acme.com', invited: false })
  await followAdmission(state.db, { allowedDomains: [], allowedEmails: [] })
  const barred = async () => (await findPersonByEmail(state.db, 'ruled@acme.com'))?.barred
  assert.equal(await barred(), true)
  assert.equal((await document('invite', 'ruled@acme.com')).code, 0)
  assert.equal(await barred(), false)
  await followAdmission(state.db, { allowedDomains: [], allowedEmails: [] })
  assert.equal(await barred(), false)
})

test('the second step of nobody is not switched off, and who there is is told', async () => {
  await state.run('user', 'add', 'bob@acme.com')
  const off = await document('second-step-off', 'BOB@acme.com')
  assert.deepEqual(off.told, { email: 'bob@acme.com', secondStep: false })
  const nobody = await document('second-step-off', 'nobody@acme.com')
  assert.deepEqual([nobody.code, nobody.told['code']], [1, 'unknown_person'])
  assert.match(String(nobody.told['remedy']), /user list/)
})

test('of a file of people it is told what became of each, and that some were left out fails the command', async () => {
  const file = join(state.folder, 'password_users.json')
  const password_hash = await hash('Partner Secret 9', { memoryCost: 8192, timeCost: 1 })
  await state.run('user', 'add', 'here@acme.com')
  await writeFile(
    file,
    JSON.stringify({ 'here@acme.com': { password_hash }, 'else@else.org': { password_hash } }),
  )
  const { code, told } = await document('import', file)
  assert.equal(code, 1)
  const outcomes = told as unknown as { email: string; outcome: string }[]
  assert.deepEqual(
    outcomes.map(({ email, outcome }) => [email, outcome]),
    [
      ['here@acme.com', 'password taken over'],
      ['else@else.org', 'left out'],
    ],
  )
  assert.equal(await findPersonByEmail(state.db, 'else@else.org'), undefined)
  const gone = await document('import', join(state.folder, 'none.json'))
  assert.deepEqual([gone.code, gone.told['code']], [1, 'unreadable_file'])
})
