import assert from 'node:assert/strict'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createLog } from '#core/log.ts'
import { openSecrets } from '#core/secrets.ts'
import type { SecretKind, Service } from '#core/service.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { setUp } from './main.ts'

function service(id: string, secrets?: Readonly<Record<string, SecretKind>>): Service {
  const about = { id, title: id, description: id, kind: 'daemon' } as const
  return { ...about, ...(secrets && { secrets }) }
}

const manifests = [
  service('portal', { csrf: 'text', 'portal-identity': 'text' }),
  service('sync', { 'manifest-key': 'ed25519', 'portal-identity': 'text' }),
  service('edge'),
]

/** One run of the part over a folder. */
async function run(dir: string, rawEnv: Record<string, string> = {}, given = manifests) {
  const secrets = openSecrets({ dir, rawEnv, mode: 0o640 })
  return setUp({ manifests: given, secrets, log: createLog('silent') })
}

const contents = async (dir: string) =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(dir))
        .sort()
        .map(async (name) => [name, await readFile(join(dir, name), 'utf8')]),
    ),
  ) as Record<string, string>

test('each secret that a manifest names is made once, however many name it, and the sentence tells which', async () => {
  await using folder = await temporaryFolder()
  const said = await run(folder.path)
  assert.equal(said, '3 secrets are in place: csrf, manifest-key, portal-identity')
  const made = await contents(folder.path)
  assert.deepEqual(Object.keys(made), ['csrf', 'manifest-key', 'portal-identity'])
  assert.match(made['csrf'] ?? '', /^[\w-]{43}$/)
  assert.match(made['manifest-key'] ?? '', /^-----BEGIN PRIVATE KEY-----/)
  assert.notEqual(made['csrf'], made['portal-identity'])
  for (const value of Object.values(made)) assert.ok(!said.includes(value))
})

test('the services read what was made, and everybody else nothing', async () => {
  await using folder = await temporaryFolder()
  await run(folder.path)
  for (const name of await readdir(folder.path))
    assert.equal((await stat(join(folder.path, name))).mode & 0o777, 0o640, name)
  const secrets = openSecrets({ dir: folder.path, rawEnv: {} })
  assert.equal(secrets.signingKey('manifest-key').asymmetricKeyType, 'ed25519')
})

test('a second run, and one of a newer version with more secrets, leaves those that are there alone', async () => {
  await using folder = await temporaryFolder()
  await run(folder.path)
  const before = await contents(folder.path)
  await run(folder.path)
  assert.deepEqual(await contents(folder.path), before)
  await run(folder.path, {}, [...manifests, service('new', { 'new-key': 'text' })])
  const { 'new-key': made, ...rest } = await contents(folder.path)
  assert.deepEqual(rest, before)
  assert.match(made ?? '', /^[\w-]{43}$/)
})

test('no rotation (of the original): of a secret that was removed another one is made, and the others stay', async () => {
  await using folder = await temporaryFolder()
  await run(folder.path)
  const { csrf: old, ...before } = await contents(folder.path)
  await rm(join(folder.path, 'csrf'))
  await run(folder.path)
  const { csrf: made, ...rest } = await contents(folder.path)
  assert.deepEqual(rest, before)
  assert.match(made ?? '', /^[\w-]{43}$/)
  assert.notEqual(made, old)
})

test('of eight that run at the same moment all end with the same secrets', async () => {
  await using folder = await temporaryFolder()
  await Promise.all(Array.from({ length: 8 }, () => run(folder.path)))
  const made = await contents(folder.path)
  assert.deepEqual(Object.keys(made), ['csrf', 'manifest-key', 'portal-identity'])
})

test('what the operator gives is not written anywhere', async () => {
  await using folder = await temporaryFolder()
  await run(folder.path, { CSRF: 'given by the operator' })
  assert.deepEqual(await readdir(folder.path), ['manifest-key', 'portal-identity'])
})

test('a secret that is empty, or of another kind, stops everything with its name, and is not replaced', async () => {
  for (const [name, text, reason] of [
    ['csrf', '', /csrf is empty/],
    ['manifest-key', 'no key', /.*/],
  ] as const) {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, name), text, { mode: 0o600 })
    await assert.rejects(run(folder.path), reason)
    assert.equal(await readFile(join(folder.path, name), 'utf8'), text)
  }
})

test('without a manifest that needs one nothing is made', async () => {
  await using folder = await temporaryFolder()
  assert.match(await run(folder.path, {}, [service('edge')]), /^0 secrets/)
  assert.deepEqual(await readdir(folder.path), [])
})
