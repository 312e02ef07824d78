import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { UnitLoadError } from '../errors.ts'
import type { Service } from '../service.ts'
import { readManifests } from './manifests-file.ts'
import { rootOf } from './root-of.ts'
import { discoverAll, instanceUnits, migrationOwners } from './units.ts'

const service = (id: string): Service => ({ id, title: id, description: id, kind: 'daemon' })

async function tree(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'units-'))
  t.after(() => rm(root, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    await writeFile(join(root, name), content)
  }
  return root
}

test('core comes first, then every unit with migrations, each in a schema of its own', async (t) => {
  const root = await tree(t, {
    'core/migrations/001-a.sql': '',
    'webapp/migrations/001-a.sql': '',
    'services/ssh-keys/migrations/001-a.sql': '',
    'services/edge/service.ts': '',
    'services/README.md': '',
    'auth/password/migrations/001-a.sql': '',
    'connectors/jira/migrations/001-a.sql': '',
    'scripts/migrations/001-a.sql': '',
  })
  assert.deepEqual(
    await migrationOwners(root),
    [
      ['core', 'core'],
      ['webapp', 'webapp'],
      ['ssh-keys', 'services/ssh-keys'],
      ['auth-password', 'auth/password'],
      ['connector-jira', 'connectors/jira'],
    ].map(([owner, dir = '']) => ({ owner, dir: join(root, dir, 'migrations') })),
  )
})

test('an image with nothing but core owns one schema', async (t) => {
  const root = await tree(t, { 'core/migrations/001-a.sql': '' })
  assert.deepEqual(
    (await migrationOwners(root)).map(({ owner }) => owner),
    ['core'],
  )
})

test('of what an image knows of the others, a part whose code is here is not elsewhere', async (t) => {
  const root = await tree(t, {
    'services/here/service.ts': `export default ${JSON.stringify(service('here'))}`,
    'manifests.json': JSON.stringify(['here', 'there', 'webapp'].map(service)),
  })
  const units = await discoverAll(root)
  assert.deepEqual(
    units.services.map(({ id }) => id),
    ['here'],
  )
  assert.deepEqual(
    units.elsewhere.map(({ id }) => id),
    ['there', 'webapp'],
  )
  const { services, connectors, providers } = instanceUnits(units)
  assert.deepEqual([...services], ['here', 'there', 'webapp'])
  // Not “none is known”: then instance.yaml would be refused for what another image understands.
  assert.deepEqual([connectors, providers], [undefined, undefined])
})

test('a checkout has no such file and needs none', async (t) => {
  assert.deepEqual(await readManifests(await tree(t, {})), [])
})

for (const [what, text, message] of [
  ['is cut off', '[{"id": "a", "title"', /JSON/],
  ['is empty', '', /JSON/],
  ['is no list', '{}', /expected array/],
  ['has a part that no version has had', '[{"id": "a", "kind": "demon"}]', /kind/],
  [
    'has a key that this version does not know',
    JSON.stringify([{ ...service('a'), privileged: true }]),
    /privileged/,
  ],
] as const)
  test(`a file of manifests that ${what} stops the start with its path and the reason`, async (t) => {
    const root = await tree(t, { 'manifests.json': text })
    await assert.rejects(readManifests(root), (error) => {
      assert.ok(error instanceof UnitLoadError, String(error))
      assert.ok(error.message.startsWith(`${join(root, 'manifests.json')}: `))
      assert.match(error.message, message)
      return true
    })
  })

test('a folder belongs to the nearest checkout above it, not to itself', async (t) => {
  const root = await tree(t, { 'package.json': '{}', 'services/echo/main.ts': '' })
  assert.equal(rootOf(join(root, 'services/echo')), root)
  assert.equal(rootOf(join(root, 'services')), root)
  await writeFile(join(root, 'services/echo/package.json'), '{}')
  assert.equal(rootOf(join(root, 'services/echo')), root)
  await writeFile(join(root, 'services/package.json'), '{}')
  assert.equal(rootOf(join(root, 'services/echo')), join(root, 'services'))
  assert.equal(rootOf('/'), '/')
})
