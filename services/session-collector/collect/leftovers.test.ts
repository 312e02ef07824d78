import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createPerson, removePerson } from '#core/identity/people.ts'
import { openTestDatabase } from '../../../tests/peers/postgres.ts'
import { temporaryFolder } from '../../../tests/peers/stack.ts'
import { makeTwins, twinPath } from '../twin/make-twins.ts'
import { collect } from './collect.ts'
import { removeLeftovers } from './remove-leftovers.ts'

const row = `${JSON.stringify({ type: 'user', message: { content: 'x' } })}\n`

async function openCollector(t: TestContext) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const migrations = join(import.meta.dirname, '../migrations')
  const { db, close } = await openTestDatabase([{ owner: 'session-collector', dir: migrations }])
  t.after(close)
  const [homesDir, storeDir] = [join(folder.path, 'homes'), join(folder.path, 'store')]
  const write = async (path: string) => {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, row)
    return path
  }
  return {
    db,
    homesDir,
    storeDir,
    inHome: (path: string) => write(join(homesDir, path)),
    inStore: (path: string) => write(join(storeDir, path)),
    async run() {
      const collected = await collect(db, { homesDir, storeDir, quotaBytes: 1e9 })
      await makeTwins({ db, storeDir, key: 'key' }, 60_000)
      return collected
    },
    /** Sets back the time of everything in the store. */
    async age() {
      const old = new Date(Date.now() - 2 * 3_600_000)
      for (const entry of await readdir(storeDir, { recursive: true }))
        await utimes(join(storeDir, entry), old, old)
    },
  }
}

test('with a person go the copies and twins of their sessions, and they do not come back from the home that is left', async (t) => {
  const { db, storeDir, inHome, inStore, run, age } = await openCollector(t)
  const people = [
    await createPerson(db, { email: 'ann@acme.com' }),
    await createPerson(db, { email: 'bob@acme.com' }),
  ]
  for (const { username } of people) await inHome(`${username}/user/sessions/s.jsonl`)
  await run()
  const old = await inStore('bob/sessions/s.jsonl.v1')
  await age()
  assert.equal(await removeLeftovers({ db, storeDir }), 0, 'what has a row stays')

  await removePerson(db, people[0]?.id ?? '')
  const { passedOver, people: count } = await run()
  assert.deepEqual([passedOver, count], [[{ home: 'ann', reason: 'nobody has this username' }], 1])
  assert.equal(await removeLeftovers({ db, storeDir }), 2)
  assert.deepEqual(await readdir(storeDir), ['.database', '.redacted', 'bob'])
  assert.deepEqual(await readdir(join(storeDir, '.redacted')), ['bob'])
  for (const path of [join(storeDir, 'bob/sessions/s.jsonl'), twinPath(storeDir, 'bob', 's'), old])
    assert.ok(existsSync(path), path)
})

test('a person who is removed while their transcripts are collected is not brought back', async (t) => {
  const { db, inHome, run } = await openCollector(t)
  for (const name of ['ann', 'bob']) {
    await createPerson(db, { email: `${name}@acme.com` })
    await inHome(`${name}/user/sessions/s.jsonl`)
  }
  await db.pool.query(`
    create function remove_ann() returns trigger language plpgsql as $$
      begin delete from core.person where username = 'ann'; return new; end $$;
    create trigger remove_ann before insert on session_collector.file
      for each row when (new.username = 'ann') execute function remove_ann()`)
  await run()
  for (const table of ['file', 'session']) {
    const { rows } = await db.pool.query(`select username from session_collector.${table}`)
    assert.deepEqual(rows, [{ username: 'bob' }], table)
  }
})

test('a file without a row goes once it is an hour old: before, its row may be on its way', async (t) => {
  const { db, storeDir, inStore, age } = await openCollector(t)
  assert.equal(await removeLeftovers({ db, storeDir }), 0)
  const left = ['ann/push/a.jsonl', 'ann/push/b.jsonl.zst', 'ann/push/c.jsonl.new']
  for (const path of left) await inStore(path)
  assert.equal(await removeLeftovers({ db, storeDir }), 0)
  await age()
  assert.equal(await removeLeftovers({ db, storeDir }), left.length)
  assert.deepEqual(await readdir(storeDir), ['.database'])
})

for (const owner of ['an older one had made them', 'nobody says whose they are'] as const) {
  test(`a new database takes no copies away when ${owner}, whoever has entered meanwhile`, async (t) => {
    const { db, storeDir, inHome, inStore, run, age } = await openCollector(t)
    const copy = await inStore('ann/push/a.jsonl')
    if (owner === 'an older one had made them')
      await writeFile(join(storeDir, '.database'), 'its id')
    await createPerson(db, { email: 'ann@acme.com' })
    await inHome('ann/user/sessions/s.jsonl')
    await run()
    await age()
    assert.equal(await removeLeftovers({ db, storeDir }), undefined)
    assert.ok(existsSync(copy))
  })
}

test('homes that are links, or that nobody can have by their names, are named', async (t) => {
  const { homesDir, inHome, run } = await openCollector(t)
  for (const name of ['ann', 'Ann Smith', 'lost+found'])
    await inHome(`${name}/user/sessions/s.jsonl`)
  await symlink(join(homesDir, 'ann'), join(homesDir, 'link'))
  const { counts, passedOver } = await run()
  assert.equal(counts.new, 1)
  assert.deepEqual(
    passedOver.toSorted((a, b) => (a.home < b.home ? -1 : 1)),
    [
      { home: 'Ann Smith', reason: 'no username looks like this' },
      { home: 'link', reason: 'it is a link' },
    ],
  )
})
