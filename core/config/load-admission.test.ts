import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { AdmissionRules } from '../identity/admission.ts'
import { loadAdmission } from './load-admission.ts'
import { loadInstance } from './load.ts'

const units = { services: new Set<string>(), connectors: undefined, providers: undefined }
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

test('the rules are what the start of the stack reads in the same file, or neither takes it', async () => {
  for (const auth of [
    '',
    'auth:\n',
    'auth:\n  # allowed_domains: [acme.com]\n',
    'auth: {}\n',
    'auth: { allowed_domains: [ACME.com, b.org], allowed_emails: [Eve@Else.org] }\n',
    'auth: { allowed_domain: "acme.com, b.org" }\n',
    'auth: { allowed_domain: acme.com, allowed_domains: [b.org] }\n',
    'auth: { allowed_domains: }\n',
    'auth: { allowed_domains: ["${MISSING}"] }\n',
    'auth: { allowed_domains: ["${MISSING:-acme.com}"] }\n',
    'auth: { allowed_domains: ["*"] }\n',
    'auth: { allowed_domains: [acme] }\n',
    'auth: [acme.com]\n',
  ]) {
    await write(`instance: { name: Acme }\n${auth}`)
    assert.deepEqual(
      rulesOf(() => loadAdmission(dir, {})),
      rulesOf(() => loadInstance({ dir, rawEnv: {}, units }).auth),
      auth,
    )
  }
})

/** Undefined where the file is not taken. */
function rulesOf(read: () => AdmissionRules): AdmissionRules | undefined {
  try {
    const { allowedDomains, allowedEmails } = read()
    return { allowedDomains, allowedEmails }
  } catch {
    return undefined
  }
}
