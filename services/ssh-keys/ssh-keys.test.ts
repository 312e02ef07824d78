import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Registry } from 'prom-client'
import { readEnv } from '#core/env.ts'
import { PORTAL_IDENTITY_HEADER, signPortalIdentity } from '#core/http/portal-identity.ts'
import { listen } from '#core/http/server.ts'
import { listAudit } from '#core/identity/audit.ts'
import { grantTable } from '#core/identity/grants.ts'
import { addMember, createGroup } from '#core/identity/groups.ts'
import { createPerson, type Person } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { findPaths } from '#core/paths.ts'
import { openSecrets } from '#core/secrets.ts'
import { recordPublished } from '#core/sync/published-tables.ts'
import { exampleInstance } from '../../tests/peers/example-instance.ts'
import { openTestDatabase } from '../../tests/peers/postgres.ts'
import { until } from '../../tests/peers/until.ts'
import { hostKey } from './keys/host-key.ts'
import { MAX_KEYS } from './keys/keys.ts'
import { createApp } from './main.ts'
import manifest from './service.ts'

const identitySecret = 'a secret of the tests, long enough for HMAC'
const rawEnv = { PORTAL_IDENTITY: identitySecret, SSH_HOST: 'data.example.com' }
const newKey = () => hostKey(generateKeyPairSync('ed25519').privateKey).publicLine

/** The service on a real database, and its files. */
async function openService(t: TestContext) {
  const dir = await mkdtemp(join(tmpdir(), 'ssh-keys-'))
  // Closed in the opposite order: nothing may write into a folder that is being removed.
  const opened = new AsyncDisposableStack()
  t.after(() => opened.disposeAsync())
  opened.defer(() => rm(dir, { recursive: true }))
  const migrations = join(import.meta.dirname, 'migrations')
  const storage = await openTestDatabase([{ owner: manifest.id, dir: migrations }])
  opened.defer(() => storage.close())
  const app = await createApp({
    ...storage,
    manifest,
    env: readEnv(manifest.env, rawEnv),
    rawEnv,
    instance: exampleInstance(),
    paths: findPaths('/nowhere', { DATA_DIR: dir, CONFIG_DIR: dir }),
    publicUrl: new URL('https://data.example.com'),
    secrets: openSecrets({ dir: join(dir, 'secrets'), rawEnv }),
    log: createLog('silent'),
    metrics: new Registry(),
    services: [],
  })
  opened.defer(() => app.close())
  await app.start?.()
  const server = await listen(app.handler, { host: '127.0.0.1', port: 0, drainMs: 200 })
  opened.defer(() => server.close())
  const { db } = storage
  const send = (person: Person, path: string, form?: Record<string, string>) => {
    const rights = { groups: [], admin: false, tables: [] }
    const who = { personId: person.id, username: person.username, email: person.email }
    const identity = { ...who, name: 'Somebody', ...rights, csrf: 'of this session' }
    return fetch(server.url + path, {
      headers: {
        [PORTAL_IDENTITY_HEADER]: signPortalIdentity(identitySecret, manifest.id, identity),
      },
      redirect: 'manual',
      ...(form && {
        method: 'POST',
        body: new URLSearchParams({ csrf: 'of this session', ...form }),
      }),
    })
  }
  return {
    db,
    person: (email: string) => createPerson(db, { email }),
    page: async (person: Person) => (await send(person, '/ssh-keys')).text(),
    add: (person: Person, key: string) => send(person, '/ssh-keys', { key }),
    remove: (person: Person, id: string) => send(person, '/ssh-keys/remove', { id }),
    send,
    file: (path: string) => join(dir, 'ssh', path),
  }
}

const idOf = (page: string) => /name="id" value="([^"]+)"/.exec(page)?.[1] ?? ''

test('a key lets a person in with what their groups grant, until it is removed', async (t) => {
  const { db, person, page, add, remove, file } = await openService(t)
  const ann = await person('ann@example.com')
  await createGroup(db, { name: 'sales' })
  await addMember(db, 'sales', ann.email)
  await grantTable(db, 'sales', 'shop/*')
  const [one, two] = ['1'.repeat(64), '2'.repeat(64)]
  const catalogue = db.of<object>('core')
  const shop = { dataset: 'shop' }
  await recordPublished(catalogue, { ...shop, id: 'shop/orders', name: 'orders', files: [one] })
  await recordPublished(catalogue, {
    ...shop,
    id: 'shop/events',
    name: 'events',
    files: [one, two],
  })
  await recordPublished(catalogue, { id: 'hr/pay', dataset: 'hr', name: 'pay', files: [two] })
  assert.match(await page(ann), /You have no key yet/)
  const key = newKey()
  assert.equal((await add(ann, `${key} Ann’s <b>laptop</b>`)).status, 303)
  const shown = await page(ann)
  assert.match(shown, /Ann’s &lt;b&gt;laptop&lt;\/b&gt;/)
  assert.match(shown, /HostName data\.example\.com\s+Port 2222\s+User ann/)
  assert.match(shown, /\[data\.example\.com\]:2222 ssh-ed25519 AAAA/)

  await until(() => existsSync(file('keys/ann')))
  assert.equal(readFileSync(file('keys/ann'), 'utf8'), `restrict ${key}\n`)
  assert.deepEqual(JSON.parse(readFileSync(file('people/ann.json'), 'utf8')), {
    keys: [key],
    files: {
      'server/parquet/shop/events/part_0.parquet': one,
      'server/parquet/shop/events/part_1.parquet': two,
      'server/parquet/shop/orders.parquet': one,
    },
  })
  assert.match(readFileSync(file('host-key'), 'utf8'), /BEGIN OPENSSH PRIVATE KEY/)

  assert.equal((await remove(ann, idOf(shown))).status, 303)
  await until(() => !existsSync(file('keys/ann')) && !existsSync(file('people/ann.json')))
  const [removed, added] = await listAudit(db, { action: 'ssh_key', limit: 9 })
  assert.deepEqual([added?.action, removed?.action], ['ssh_key.add', 'ssh_key.remove'])
  assert.match(String(added?.detail['fingerprint']), /^SHA256:/)
})

test('a person who is suspended is gone from the gateway at once', async (t) => {
  const { db, person, add, file } = await openService(t)
  const ann = await person('ann@example.com')
  await add(ann, newKey())
  await until(() => existsSync(file('keys/ann')))
  await db.pool.query('update core.person set suspended_at = now()')
  await until(() => !existsSync(file('keys/ann')) && readFileSync(file('passwd'), 'utf8') === '')
  assert.equal(existsSync(file('people/ann.json')), false)
})

test('a key is one person’s, a person has ten at most, and nobody removes another’s', async (t) => {
  const { person, page, add, remove, send } = await openService(t)
  const [ann, bob] = [await person('ann@example.com'), await person('bob@example.com')]
  const key = newKey()
  await add(ann, key)
  for (const who of [ann, bob]) {
    const answer = await add(who, `${key} mine`)
    assert.equal(answer.status, 409)
    assert.match(
      await answer.text(),
      /This key is here already[^]*>\s*ssh-ed25519 \S+ mine<\/textarea>/,
    )
  }
  assert.equal((await remove(bob, idOf(await page(ann)))).status, 404)
  assert.equal((await remove(ann, "'; drop table ssh_keys.key --")).status, 404)
  const bad = await add(ann, 'ssh-rsa AAAA"><script>')
  assert.equal(bad.status, 400)
  assert.doesNotMatch(await bad.text(), /<script>/)

  const more = await Promise.all(Array.from({ length: MAX_KEYS + 2 }, () => add(ann, newKey())))
  assert.equal(more.filter(({ status }) => status === 303).length, MAX_KEYS - 1)
  assert.equal(more.filter(({ status }) => status === 409).length, 3)
  assert.equal((await send(bob, '/ssh-keys', { csrf: 'stolen', key: newKey() })).status, 403)
})
