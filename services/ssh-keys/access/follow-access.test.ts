import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createPerson } from '#core/identity/people.ts'
import { createLog } from '#core/log.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { until } from '../../../tests/peers/until.ts'
import { addKey } from '../keys/keys.ts'
import { followAccess, KEYS_EVENT } from './follow-access.ts'

async function openFollower(t: TestContext) {
  const opened = new AsyncDisposableStack()
  t.after(() => opened.disposeAsync())
  const dir = await mkdtemp(join(tmpdir(), 'follow-'))
  opened.defer(() => rm(dir, { recursive: true }))
  const migrations = join(import.meta.dirname, '../migrations')
  const storage = await openTestDatabase([{ owner: 'ssh-keys', dir: migrations }])
  opened.defer(() => storage.close())
  const folder = join(dir, 'ssh')
  await mkdir(folder)
  const deps = { ...storage, log: createLog('silent') }
  const follower = await followAccess(deps, folder)
  opened.defer(() => follower.close())
  return {
    ...storage,
    folder,
    follower,
    person: async (name: string) => {
      const { id } = await createPerson(storage.db, { email: `${name}@example.com` })
      const key = { type: 'ssh-ed25519', blob: 'AAAA', fingerprint: `SHA256:${name}` }
      await addKey(storage.db, id, { ...key, comment: '' })
      return id
    },
    people: async () => (await readdir(join(folder, 'people'))).toSorted(),
    alive: async () => (await stat(join(folder, 'alive'))).mtimeMs,
  }
}

test('a word of a key or of a lock, of whatever process, changes the files at once', async (t) => {
  const { person, people, events, db, follower } = await openFollower(t)
  const ann = await person('ann')
  await person('bob')
  await events.notify(KEYS_EVENT)
  await until(async () => (await people()).join() === 'ann.json,bob.json')
  await until(() => follower.health().detail === '2 people have keys')
  await db.pool.query('update core.person set suspended_at = now() where id = $1', [ann])
  await until(async () => (await people()).join() === 'bob.json')
})

test('files that cannot be written are told by the health, and written as soon as they can be', async (t) => {
  const { person, people, folder, follower } = await openFollower(t)
  await follower.refresh()
  await rename(folder, `${folder}-away`)
  await writeFile(folder, 'a file in its place')
  await person('ann')
  await assert.rejects(follower.refresh(), { code: /ENOTDIR|EEXIST/ })
  const { status, detail } = follower.health()
  assert.equal(status, 'failed')
  assert.match(detail ?? '', /ENOTDIR|EEXIST/)
  await rm(folder)
  await rename(`${folder}-away`, folder)
  await follower.refresh()
  assert.deepEqual(follower.health(), { status: 'ok', detail: '1 person has keys' })
  assert.deepEqual(await people(), ['ann.json'])
})

test('while the database does not answer, the files stay as they are and grow old', async (t) => {
  const { person, people, folder, follower, db, alive } = await openFollower(t)
  await person('ann')
  await follower.refresh()
  const before = await alive()
  await db.pool.query('alter table ssh_keys.key rename to away')
  await assert.rejects(follower.refresh(), /ssh_keys\.key/)
  assert.equal(follower.health().status, 'failed')
  assert.deepEqual(await people(), ['ann.json'])
  assert.equal(await alive(), before, 'by its age the gateway sees that nobody knows')
  assert.match(await readFile(join(folder, 'keys/ann'), 'utf8'), /^restrict /)
  await db.pool.query('alter table ssh_keys.away rename to key')
  await follower.refresh()
  assert.ok((await alive()) > before)
})

test('of many refreshes at once the last one has the last word', async (t) => {
  const { person, people, follower, db } = await openFollower(t)
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  await Promise.all(
    names.map(async (name) => {
      await person(name)
      await follower.refresh()
      assert.ok((await people()).includes(`${name}.json`), 'a refresh that is done has what was')
    }),
  )
  await db.pool.query("update core.person set suspended_at = now() where username <> 'c'")
  await Promise.all(names.map(() => follower.refresh()))
  assert.deepEqual(await people(), ['c.json'])
})

test('while the database is slow, looks at it piled up to be made one after another: one waits, for all', async (t) => {
  const { person, people, follower, db } = await openFollower(t)
  await follower.refresh()
  const asked = t.mock.method(db.pool, 'query')
  const slow = follower.refresh()
  await until(() => asked.mock.callCount() > 0)
  await person('ann')
  asked.mock.resetCalls()
  const all = Array.from({ length: 50 }, () => follower.refresh())
  await Promise.all([slow, ...all])
  assert.deepEqual(await people(), ['ann.json'])
  assert.ok(asked.mock.callCount() <= 10, `${asked.mock.callCount()} questions`)
})

test('after its end nothing is written any more, whatever is told', async (t) => {
  const { person, people, events, follower } = await openFollower(t)
  await follower.refresh()
  await follower.close()
  await person('ann')
  await events.notify(KEYS_EVENT)
  const heard = Promise.withResolvers<void>()
  await events.listen('after_it', () => heard.resolve())
  await events.notify('after_it')
  await heard.promise
  assert.deepEqual(await people(), [])
})
