import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, test } from 'node:test'
import { listAudit } from '#core/identity/audit.ts'
import { createLog } from '#core/log.ts'
import { createSession, principalOfSession } from '#core/identity/sessions.ts'
import { createToken, principalOfToken } from '#core/identity/tokens.ts'
import { createPerson } from '#core/identity/people.ts'
import { findPaths } from '#core/paths.ts'
import { openTestPortal, type TestPortal } from '../tests/peers/portal.ts'
import { until } from '../tests/peers/until.ts'
import { upkeep } from './upkeep.ts'

let portal: TestPortal
before(async () => {
  portal = await openTestPortal({ auth: { allowedDomains: ['acme.com'] } })
})
after(() => portal[Symbol.asyncDispose]())

const write = (text: string) => writeFile(join(portal.configDir, 'instance.yaml'), text)

async function keep(everyMs = 60_000, log = createLog('silent')) {
  const { db, configDir } = portal
  const paths = findPaths(configDir, { DATA_DIR: configDir, CONFIG_DIR: configDir })
  const admitted: unknown[] = []
  const keeping = upkeep(
    { db, paths, rawEnv: {}, log },
    { auditDays: 400, inboxDays: 90, everyMs, admit: (rules) => admitted.push(rules) },
  )
  await keeping.start()
  return { admitted, [Symbol.asyncDispose]: () => keeping.close() }
}

/** A person with a session and a token. */
async function holder(email: string, invited: boolean) {
  const { id } = await createPerson(portal.db, { email, invited })
  const session = await createSession(portal.db, { personId: id, provider: 'google' })
  const { token } = await createToken(portal.db, { personId: id, name: 'x' })
  return {
    inside: async () => (await principalOfSession(portal.db, session)) !== undefined,
    tokenWorks: async () => (await principalOfToken(portal.db, token)) !== undefined,
  }
}

test('rules are checked again for live sessions and tokens: who came in by a rule goes with it', async () => {
  const ruled = await holder('ruled@acme.com', false)
  const invited = await holder('invited@else.org', true)
  await (await keep())[Symbol.asyncDispose]()
  assert.deepEqual([await ruled.inside(), await ruled.tokenWorks()], [true, true])

  await write('auth: { allowed_domains: [other.com] }')
  await using keeping = await keep()
  assert.deepEqual(keeping.admitted, [{ allowedDomains: ['other.com'], allowedEmails: [] }])
  assert.deepEqual([await ruled.inside(), await ruled.tokenWorks()], [false, false])
  assert.deepEqual([await invited.inside(), await invited.tokenWorks()], [true, true])
  const [entry] = await listAudit(portal.db, { action: 'person.bar', limit: 1 })
  assert.equal(entry?.subject, 'ruled@acme.com')

  await write('auth: { allowed_emails: [ruled@acme.com] }')
  await (await keep())[Symbol.asyncDispose]()
  assert.deepEqual([await ruled.inside(), await ruled.tokenWorks()], [false, true])
})

test('a file that cannot be read bars nobody, and the next look succeeds', async () => {
  await write('auth: { allowed_domains: [acme.com] }')
  const safe = await holder('safe@acme.com', false)
  await write('auth: [')
  await using keeping = await keep(30)
  assert.deepEqual(keeping.admitted, [])
  assert.equal(await safe.inside(), true)
  await write('auth: {}')
  await until(async () => !(await safe.inside()))
})

test('work that fails is told, keeps nothing else from being done, and is done with the next look', async () => {
  const { pool } = portal.db
  await write('auth: { allowed_domains: [acme.com] }')
  const late = await holder('late@acme.com', false)
  await write('auth: {}')
  await pool.query(
    `insert into core.audit (at, actor, action, subject) values (now() - interval '500 days', 'a', 'old.entry', 's')`,
  )
  const old = async () => (await listAudit(portal.db, { action: 'old.entry', limit: 9 })).length
  await pool.query('alter function core.forget_audit rename to forget_audit_away')
  const written = new PassThrough({ encoding: 'utf8' })
  await using _keeping = await keep(30, createLog('error', written))
  assert.equal(await late.inside(), false, 'the rules are followed all the same')
  assert.match(String(written.read()), /"step":"forget"[^\n]*upkeep failed/)
  assert.equal(await old(), 1)
  await pool.query('alter function core.forget_audit_away rename to forget_audit')
  await until(async () => (await old()) === 0)
})
