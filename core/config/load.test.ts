import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { z } from 'zod'
import type { RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'
import { loadInstance, type InstanceUnits } from './load.ts'

const units: InstanceUnits = {
  services: new Set(['data-sync', 'webapp']),
  connectors: new Map([
    [
      'files',
      {
        config: z.strictObject({ folder: z.string().optional(), token: z.string().optional() }),
        tableOptions: z.strictObject({ delimiter: z.string().length(1).optional() }),
      },
    ],
  ]),
  providers: new Set(['password']),
}

function load(t: TestContext, yaml: string, rawEnv: RawEnv = {}, known = units) {
  const dir = mkdtempSync(join(tmpdir(), 'config-'))
  t.after(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, 'instance.yaml'), yaml)
  return loadInstance({ dir, rawEnv, units: known })
}

/** The problems of a broken file, without the folder's name. */
function problems(t: TestContext, yaml: string, rawEnv: RawEnv = {}): readonly string[] {
  try {
    load(t, yaml, rawEnv)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.problems.map((problem) => problem.replace(/^\S*instance\.yaml:?/, '').trim())
  }
  assert.fail('the file was accepted')
}

const minimal = 'instance: { name: Acme }\n'

test('a whole instance is read, with defaults in place', (t) => {
  const instance = load(
    t,
    `instance: { name: Acme, subtitle: Numbers }
auth: { allowed_domains: [Acme.com], password: { any: thing } }
services: { data-sync: { enabled: false } }
sources:
  sales:
    connector: files
    folder: exports
    schedule: '0 5 * * *'
    tables:
      orders: { origin: o.csv, delimiter: ';', columns: { id: BIGINT, note: { description: Why } } }
      empty:
groups: { finance: { members: [CFO@acme.com], tables: ['sales/*'] } }`,
  )
  assert.equal(instance.name, 'Acme')
  assert.deepEqual(instance.auth.allowedDomains, ['acme.com'])
  assert.deepEqual(instance.auth.providers, { password: { any: 'thing' } })
  assert.deepEqual(instance.services, { 'data-sync': { enabled: false } })
  const [sales] = instance.sources
  assert.deepEqual(sales?.config, { folder: 'exports' })
  assert.deepEqual(sales?.tables['orders'], {
    origin: 'o.csv',
    columns: { id: { type: 'BIGINT' }, note: { description: 'Why' } },
    maxRejected: 0.01,
    allowEmpty: false,
    options: { delimiter: ';' },
  })
  assert.deepEqual(sales?.tables['empty'], { maxRejected: 0.01, allowEmpty: false, options: {} })
  assert.deepEqual(instance.groups['finance']?.members, ['cfo@acme.com'])
  assert.deepEqual(instance.warnings, [])
})

test('every problem is reported at once, with path, line, and the nearest known name', (t) => {
  const found = problems(
    t,
    `instance: { nam: Acme }
services: { data-snyc: { enabled: true } }
auth: { allowed_domains: ['@acme.com'], pasword: {} }
sources:
  sales:
    connector: files
    folde: exports
    schedule: every day
  crm: { connector: flies }
groups: { finance: { tables: ['slaes/*'] } }`,
  )
  const text = found.join('\n')
  for (const expected of [
    /instance\.nam \(line 1\): unknown key\. Did you mean name\?/,
    /services\.data-snyc \(line 2\): unknown\. Did you mean data-sync\?/,
    /auth\.allowed_domains\.0 \(line 3\): must be a domain/,
    /auth\.pasword \(line 3\): unknown\. Did you mean password\?/,
    /sources\.sales\.schedule \(line 8\): must be five cron fields/,
    /sources\.crm\.connector \(line 9\): there is no connector flies\. Did you mean files\?/,
    /sources\.sales\.folde \(line 7\): unknown key\. Did you mean folder\?/,
    /groups\.finance\.tables\.0 \(line 10\): slaes\/\* names no source\. Did you mean sales\?/,
  ]) {
    assert.match(text, expected)
  }
})

test('a mistyped key of a connector or of a table is refused, not passed over', (t) => {
  const found = problems(
    t,
    `${minimal}sources:
  sales:
    connector: files
    folde: exports
    tables: { orders: { orgin: o.csv } }`,
  ).join('\n')
  assert.match(found, /sources\.sales\.folde \(line 5\): unknown key\. Did you mean folder\?/)
  assert.match(found, /tables\.orders\.orgin \(line 6\): unknown key\. Did you mean origin\?/)
})

test('a group has at most 63 letters, as one that is made in the portal', (t) => {
  const named = (letters: number) => `${minimal}groups: { ${'g'.repeat(letters)}: {} }`
  assert.ok(load(t, named(63)).groups['g'.repeat(63)])
  assert.match(problems(t, named(64)).join(), /a name must be .*at most 63/)
})

test('two tables of one name are refused, because analysts see one namespace', (t) => {
  const found = problems(
    t,
    `${minimal}sources:
  a: { connector: files, tables: { orders: {} } }
  b: { connector: files, tables: { orders: {} } }`,
  )
  assert.match(found.join(), /sources\.b\.tables\.orders \(line 4\): a already has a table orders/)
})

test('a variable changes a value and never the structure', (t) => {
  const rawEnv = { TOKEN: "x, folder: '/etc'\nservices: {}" }
  const yaml = `${minimal}sources: { a: { connector: files, token: '\${TOKEN}', folder: '\${DIR:-in}/$\${x}' } }`
  const [source] = load(t, yaml, rawEnv).sources
  assert.deepEqual(source?.config, { token: rawEnv.TOKEN, folder: 'in/${x}' })
})

test('the original left an unset variable empty; here it is a problem with its remedy', (t) => {
  const found = problems(t, `instance: { name: '\${COMPANY}' }`)
  assert.match(
    found.join(),
    /instance\.name \(line 1\): the variable COMPANY is not set; set COMPANY/,
  )
})

test('no value of a variable stands in a message', (t) => {
  const yaml = `${minimal}auth: { allowed_emails: ['\${SECRET}'] }`
  assert.ok(!problems(t, yaml, { SECRET: 'hunter2' }).join().includes('hunter2'))
})

test('keys of the original are mapped or named with what to do, never ignored', (t) => {
  const instance = load(
    t,
    `${minimal}auth: { allowed_domain: 'acme.com, acme.org', webapp_secret_key: x }
server: { host: data.acme.com }
telegram: { bot_token: y }`,
  )
  assert.deepEqual(instance.auth.allowedDomains, ['acme.com', 'acme.org'])
  const warnings = instance.warnings.join('\n')
  assert.match(warnings, /auth\.allowed_domain \(line 2\): is called auth\.allowed_domains now/)
  assert.match(warnings, /auth\.webapp_secret_key.*secrets are made on the first start/)
  assert.match(warnings, /server.*set PUBLIC_URL/)
  assert.match(warnings, /telegram.*TELEGRAM_BOT_TOKEN/)
})

test('a syntax error, a key twice, and a bomb of aliases stop with the line', (t) => {
  assert.match(problems(t, 'instance: {').join(), /^\d+:|line|:1:/)
  assert.match(problems(t, 'instance: { name: A }\ninstance: { name: B }').join(), /unique/)
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
  for (let i = 0; i < 6; i += 1) {
    const [from, to] = ['abcdefg'[i], 'abcdefg'[i + 1]]
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`)
  }
  assert.match(problems(t, bomb.join('\n')).join(), /alias/i)
})

test('an image without connectors lets their sections pass', (t) => {
  const yaml = `${minimal}sources: { a: { connector: keboola, anything: 1 } }`
  const without = { ...units, connectors: undefined }
  assert.deepEqual(load(t, yaml, {}, without).sources[0]?.config, { anything: 1 })
})

test('a list whose lines are all commented out is empty, as a section is', (t) => {
  const { auth, groups } = load(
    t,
    `instance: { name: Acme }
auth:
  allowed_domains:
    # - acme.com
  disabled:
groups:
  finance:
    members:
    tables:
      # - shop/*
`,
  )
  assert.deepEqual(auth.allowedDomains, [])
  assert.deepEqual(auth.disabled, [])
  assert.deepEqual([groups['finance']?.members, groups['finance']?.tables], [[], []])
})
