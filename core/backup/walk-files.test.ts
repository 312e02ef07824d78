import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { placeOf, storesOf, type Stores } from './stores.ts'
import { walkStores } from './walk-files.ts'

const none = '/no/backup.tar.age'

interface Place {
  readonly root: string
  readonly stores: Stores
  had(name: string, content?: string): Promise<void>
}

async function place(t: TestContext): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'walk-'))
  t.after(() => rm(root, { recursive: true }))
  const at = (name: string) => join(root, name)
  return {
    root,
    stores: {
      data: [at('data'), at('objects')],
      homes: at('homes'),
      secrets: at('secrets'),
      config: at('config'),
    },
    async had(name, content = 'x') {
      await mkdir(dirname(at(name)), { recursive: true })
      await writeFile(at(name), content)
    },
  }
}

const namesOf = ({ paths }: { readonly paths: readonly { readonly name: string }[] }) =>
  paths.map(({ name }) => name)

test('what DATA_DIR holds besides is in no backup, and only at its top is it left out', async (t) => {
  const { stores, had } = await place(t)
  for (const name of [
    'postgres/PG_VERSION',
    'postgres.log',
    'postgres.log.1',
    'staging/half.parquet',
    'backups/other',
    'homes/ann/a.md',
    'secrets/csrf',
    'lost+found/1',
    '.restoring-0123456789ab/x',
    '.replaced-0123456789ab/x',
  ])
    await had(`data/${name}`)
  await had('data/objects/postgres/staging/secrets')
  await had('data/postgres-notes.md')
  const walked = await walkStores(stores, [], none)
  assert.deepEqual(namesOf(walked), [
    'data/objects',
    'data/objects/postgres',
    'data/objects/postgres/staging',
    'data/objects/postgres/staging/secrets',
    'data/postgres-notes.md',
  ])
  assert.equal(walked.bytes, 2)
})

test('the password of this database and the key of the backups stay where they are', async (t) => {
  const { stores, had } = await place(t)
  for (const name of ['postgres-password', 'backup-key', 'csrf', 'postgres-password-of-shop'])
    await had(`secrets/${name}`)
  await had('homes/ann/backup-key', 'hers')
  assert.deepEqual(namesOf(await walkStores(stores, [], none)), [
    'homes/ann',
    'homes/ann/backup-key',
    'secrets/csrf',
    'secrets/postgres-password-of-shop',
  ])
})

test('a link is never followed: it, pipes and sockets are told as left out', async (t) => {
  const { root, stores, had } = await place(t)
  await had('outside/secret.txt')
  await had('homes/ann/a.md')
  await symlink(join(root, 'outside'), join(root, 'homes/ann/folder'))
  await symlink(join(root, 'outside/secret.txt'), join(root, 'homes/ann/file'))
  await symlink('nowhere', join(root, 'homes/bob'))
  execFileSync('mkfifo', [join(root, 'homes/ann/pipe')])
  const server = createServer().listen(join(root, 'homes/ann/socket'))
  t.after(() => server.close())
  await once(server, 'listening')
  const walked = await walkStores(stores, [], none)
  assert.deepEqual(namesOf(walked), ['homes/ann', 'homes/ann/a.md'])
  assert.deepEqual(walked.leftOut.toSorted(), [
    'homes/ann/file',
    'homes/ann/folder',
    'homes/ann/pipe',
    'homes/ann/socket',
    'homes/bob',
  ])
})

test('backups that lie in a store, finished or not, are in no other one', async (t) => {
  const { root, stores, had } = await place(t)
  const own = join(root, 'config/to-usb.age')
  for (const name of [
    'data/ai-data-analyst-2026-01-02T030405Z.tar.age',
    'homes/ann/ai-data-analyst-2026-01-02T030405Z.tar.age.in-progress',
    'config/to-usb.age',
    'config/to-usb.age.in-progress',
    'config/older.age',
  ])
    await had(name)
  const walked = await walkStores(stores, [], own)
  assert.deepEqual(namesOf(walked), ['homes/ann', 'config/older.age'])
  assert.equal(walked.bytes, 1)
})

test('a store that is left out is not looked into, and one that is not there is empty', async (t) => {
  const { root, stores, had } = await place(t)
  await had('data/marks.json')
  await had('homes/ann/a.md')
  await rm(join(root, 'homes'), { recursive: true })
  // To look into a file as a folder would be an error.
  const broken = { ...stores, secrets: join(root, 'data/marks.json') }
  assert.deepEqual(namesOf(await walkStores(broken, ['secrets'], none)), ['data/marks.json'])
  await assert.rejects(walkStores(broken, [], none), { code: 'ENOTDIR' })
})

test('data that is spread over volumes is one store, and goes back to where it was', async (t) => {
  const { root, stores, had } = await place(t)
  await had('data/marks.json')
  await had('objects/objects/ab/one')
  const walked = await walkStores(stores, [], none)
  assert.deepEqual(namesOf(walked), [
    'data/marks.json',
    'data/objects',
    'data/objects/ab',
    'data/objects/ab/one',
  ])
  for (const { name, path } of walked.paths) {
    const [, child = '', ...rest] = name.split('/')
    assert.equal(join(placeOf(stores, 'data', child), ...rest), path)
  }
  assert.equal(placeOf(stores, 'data', 'new'), join(root, 'data/new'))
  assert.equal(placeOf(stores, 'homes', 'objects'), join(root, 'homes/objects'))
})

test('the stores of an installation are those that its variables name', () => {
  const paths = {
    ...{ root: '/srv/app', configDir: '/srv/app/examples/quickstart', exampleInstance: true },
    ...{ dataDir: '/data', secretsDir: '/secrets', objectsDir: '/data/objects' },
    ...{ homesDir: '/home', runtimeDir: '/tmp/run' },
  }
  const env = { CONFIG_DIR: './config' } as Parameters<typeof storesOf>[0]['env']
  // Never the example's folder: it belongs to the version, not to the operator.
  assert.deepEqual(storesOf({ paths, env, rawEnv: { MORE_STORES: '' } }), {
    data: ['/data'],
    homes: '/home',
    secrets: '/secrets',
    config: '/srv/app/config',
  })
  const more = { MORE_STORES: '/vol/objects::/vol/marks:', CONFIG_STORE: '/etc/analyst' }
  assert.deepEqual(storesOf({ paths, env, rawEnv: more }), {
    data: ['/data', '/vol/objects', '/vol/marks'],
    homes: '/home',
    secrets: '/secrets',
    config: '/etc/analyst',
  })
})
