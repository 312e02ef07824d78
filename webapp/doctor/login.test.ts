import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { CheckContext, Finding } from '#core/doctor-check.ts'
import { createLog } from '#core/log.ts'
import { openInstallation } from '#core/run/installation.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import login from './login.ts'

const root = join(import.meta.dirname, '../..')
let database: TestDatabase

before(async () => {
  database = await openTestDatabase()
})
after(() => database.close())

/** What is found of an installation whose instance.yaml has this section `auth`. */
async function found(auth: object, more: Record<string, string> = {}): Promise<Finding> {
  await using folder = await temporaryFolder()
  const { path } = folder
  await writeFile(join(path, 'instance.yaml'), JSON.stringify({ instance: { name: 'Acme' }, auth }))
  const rawEnv = { DATA_DIR: path, CONFIG_DIR: path, ...more }
  const installation = await openInstallation(root, rawEnv, createLog('silent'))
  const context = { installation, storage: () => Promise.resolve(database) }
  return await login(context as Pick<CheckContext, 'installation' | 'storage'> as CheckContext)
}

test('an installation with a way in is well, and it is told why the others are off', async () => {
  const { status, detail, remedy } = await found({})
  assert.deepEqual([status, remedy], ['ok', undefined])
  assert.match(detail, /^[^;]*Password/)
  assert.match(detail, /google is off: GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET are not set\./)
  assert.match(detail, /saml is off: auth\.saml is not set up\./)
})

test('a way in that is complete is told by its name', async () => {
  const google = { GOOGLE_CLIENT_ID: 'x', GOOGLE_CLIENT_SECRET: 'y' }
  assert.match((await found({}, google)).detail, /^[^;]*Google/)
})

test('without any way in nobody can sign in: that fails, with what to do', async () => {
  const { status, detail, remedy } = await found({ disabled: ['password', 'magic-link'] })
  assert.equal(status, 'fail')
  assert.match(detail, /^there is no way to sign in; /)
  assert.match(detail, /password is off: Switched off in instance\.yaml\./)
  assert.match(remedy ?? '', /auth\.disabled/)
})

test('one that is set up wrongly fails though others work, and is named with the reason', async () => {
  const saml = [
    {
      id: 'corp',
      name: 'Corp',
      entry_point: 'https://id.example/sso',
      idp_issuer: 'https://id.example',
      certificate: 'no certificate',
    },
  ]
  const { status, detail, remedy } = await found({ saml })
  assert.equal(status, 'fail')
  assert.match(detail, /Password[\s\S]*saml is off: [\s\S]*the certificate of corp/)
  assert.match(remedy ?? '', /Mend it under auth/)
  const short = await found({}, { DESKTOP_JWT_SECRET: 'secret' })
  assert.equal(short.status, 'fail')
  assert.match(short.detail, /desktop is off: /)
  assert.ok(!short.detail.includes('"secret"'))
})
