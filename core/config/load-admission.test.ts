import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { loadAdmission } from './load-admission.ts'

let dir: string
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'admission-'))
})
after(() => rm(dir, { recursive: true }))
const write = (text: string) => writeFile(join(dir, 'instance.yaml'), text)

test('the rules are those of the file as it is now', async () => {
  await write('auth:\n  allowed_domains: [Acme.com]\n  allowed_emails: ["${WHO}"]\n  oidc: []\n')
  assert.deepEqual(loadAdmission(dir, { WHO: 'eve@else.org' }), {
    allowedDomains: ['acme.com'],
    allowedEmails: ['eve@else.org'],
  })
  await write('instance: { name: Acme }\n')
  assert.deepEqual(loadAdmission(dir, {}), { allowedDomains: [], allowedEmails: [] })
})

test('a file that cannot be understood changes nothing: it throws', async () => {
  for (const bad of ['auth: [', 'auth: { allowed_domains: "not a list" }']) {
    await write(bad)
    assert.throws(() => loadAdmission(dir, {}))
  }
})
