import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { backupName } from '#core/backup/backup-format.ts'
import { runScript, temporaryFolder } from '../tests/peers/stack.ts'

const findings = z.array(
  z.strictObject({
    check: z.string(),
    status: z.enum(['ok', 'warn', 'fail']),
    detail: z.string(),
    remedy: z.string().optional(),
  }),
)

test('doctor finds what is wrong, says how to mend each, and is well once it is mended', async () => {
  await using data = await temporaryFolder()
  const env = { DATA_DIR: data.path, CONFIG_DIR: data.path, PORT: '1' }
  const configure = (auth: object) =>
    writeFile(
      join(data.path, 'instance.yaml'),
      JSON.stringify({ instance: { name: 'Acme' }, auth }),
    )
  const doctor = async (...args: string[]) => {
    const { code, out } = await runScript('stack', ['doctor', '--format', 'json', ...args], env)
    const found = findings.parse(JSON.parse(out))
    return { code, found: new Map(found.map(({ check, ...rest }) => [check, rest])) }
  }
  const disabled = ['password', 'magic-link', 'google', 'oidc', 'saml']
  await configure({ disabled })
  const ill = await doctor()
  assert.equal(ill.code, 1)
  const names = 'login mail grants sync disk clock tls backup database sources jobs administrator'
  for (const name of names.split(' ')) assert.ok(ill.found.has(name), `${name} is not checked`)
  for (const [name, { status, remedy }] of ill.found) {
    assert.equal(remedy !== undefined, status !== 'ok', `${name} is ${status}: ${remedy}`)
  }
  assert.match(ill.found.get('login')?.detail ?? '', /no way to sign in; .*Switched off/)
  assert.deepEqual(
    ['login', 'administrator', 'backup'].map((name) => ill.found.get(name)?.status),
    ['fail', 'fail', 'warn'],
  )

  await configure({})
  await runScript('stack', ['user', 'add', 'boss@acme.com', '--admin'], env)
  const elsewhere = join(data.path, 'mnt')
  await mkdir(elsewhere)
  await writeFile(join(elsewhere, backupName(new Date())), '')
  const named = ['login', 'administrator', 'backup', `--backups=${elsewhere}`]
  const well = await doctor(...named)
  assert.deepEqual(
    [...well.found].map(([name, { status }]) => [name, status]),
    [
      ['administrator', 'ok'],
      ['backup', 'ok'],
      ['login', 'ok'],
    ],
  )
  assert.equal(well.code, 0)
  assert.match(well.found.get('login')?.detail ?? '', /Password.*GOOGLE_CLIENT_ID/)
  assert.match(well.found.get('backup')?.detail ?? '', new RegExp(elsewhere))

  await configure({ google: { label: 7 } })
  const bent = await runScript('stack', ['doctor', 'login'], env)
  assert.deepEqual([bent.code, /✗ login: .*google is off: auth.google/.test(bent.out)], [1, true])
  assert.equal((await runScript('stack', ['doctor', 'lgoin'], env)).code, 2)
})
