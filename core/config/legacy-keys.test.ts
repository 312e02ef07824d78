import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mapLegacyKeys } from './legacy-keys.ts'

/** Each key of the original, as far down as it is known, and what is said of it. */
const left: readonly (readonly [document: object, path: string, said: RegExp, kind: string])[] = [
  [{ auth: { webapp_secret_key: 'x' } }, 'auth.webapp_secret_key', /secrets are made/, 'warning'],
  [{ auth: { google_client_id: 'x' } }, 'auth.google_client_id', /GOOGLE_CLIENT_ID/, 'warning'],
  [
    { auth: { google_client_secret: 'x' } },
    'auth.google_client_secret',
    /GOOGLE_CLIENT_SECRET/,
    'warning',
  ],
  [{ server: { host: 'x', hostname: 'y' } }, 'server', /PUBLIC_URL/, 'warning'],
  [{ admins: ['ann'] }, 'admins', /stack user add EMAIL --admin/, 'warning'],
  [{ telegram: { bot_username: 'x' } }, 'telegram', /TELEGRAM_BOT_TOKEN/, 'warning'],
  [{ ai: null }, 'ai', /ANTHROPIC_API_KEY/, 'warning'],
  [{ datasets: [] }, 'datasets', /title and description/, 'warning'],
  // What decided who gets which data must not vanish with a line in a log.
  [{ data_source: { type: 'keboola' } }, 'data_source', /would no longer arrive/, 'problem'],
  [{ jira: {} }, 'jira', /connector: jira/, 'problem'],
  [{ folder_mapping: { a: 'b' } }, 'folder_mapping', /grants in groups/, 'problem'],
]
for (const [document, path, said, kind] of left)
  test(`${path} is taken out, and a ${kind} says what to do instead`, () => {
    const found = mapLegacyKeys({ ...document, groups: {} })
    const [told, silent] =
      kind === 'warning' ? [found.warnings, found.problems] : [found.problems, found.warnings]
    assert.deepEqual(silent, [])
    assert.deepEqual(
      told.map((one) => one.path.join('.')),
      [path],
    )
    assert.match(told[0]?.message ?? '', said)
    const auth = 'auth' in document ? { auth: {} } : {}
    assert.deepEqual(found.document, { ...auth, groups: {} })
  })

for (const [what, given, domains] of [
  ['a text', 'acme.com', ['acme.com']],
  ['a text of several', ' acme.com , acme.org,', ['acme.com', 'acme.org']],
  ['a list', ['acme.com', 'acme.org'], ['acme.com', 'acme.org']],
  // Nobody is let in by an empty place.
  ['an empty text', '', []],
  ['a list with a gap', ['acme.com', '', null], ['acme.com']],
  // The schema refuses it: it must not be lost on the way there.
  ['a number', 7, 7],
  ['nothing', null, null],
] as const)
  test(`the domain that may enter moves to its new name as ${what}`, () => {
    const { document, warnings, problems } = mapLegacyKeys({ auth: { allowed_domain: given } })
    assert.deepEqual(document, { auth: { allowed_domains: domains } })
    assert.deepEqual(problems, [])
    assert.match(warnings[0]?.message ?? '', /is called auth\.allowed_domains now/)
  })

test('with both names given neither wins in silence', () => {
  const auth = { allowed_domain: 'evil.example', allowed_domains: ['acme.com'] }
  const { document, warnings, problems } = mapLegacyKeys({ auth })
  assert.deepEqual(document, { auth: { allowed_domains: ['acme.com'] } })
  assert.deepEqual(warnings, [])
  assert.match(problems[0]?.message ?? '', /is given twice: keep only auth\.allowed_domains/)
})

test('the document that was given stays as it was, and what is no map is left to the schema', () => {
  for (const auth of [null, 'text', ['allowed_domain'], 7, undefined]) {
    const given = { auth, instance: { name: 'x' } }
    assert.deepEqual(mapLegacyKeys(given), { document: given, warnings: [], problems: [] })
  }
  const given = { auth: { allowed_domain: 'acme.com' }, email: { smtp: 'x' } }
  const before = structuredClone(given)
  mapLegacyKeys(given)
  assert.deepEqual(given, before)
})

test('keys of the original’s names elsewhere are not its keys', () => {
  const document = {
    sources: { jira: { connector: 'jira', server: 'x' }, ai: { connector: 'files' } },
    groups: { users: { members: [] }, admins: {} },
    services: { telegram: { enabled: false } },
  }
  assert.deepEqual(mapLegacyKeys(document), { document, warnings: [], problems: [] })
})
