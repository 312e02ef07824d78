import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { linkDevice } from '#core/identity/devices.ts'
import { createPerson } from '#core/identity/people.ts'
import { openTestDatabase, type TestDatabase } from '../../tests/peers/postgres.ts'
import { chooser } from '../../tests/peers/seeded-random.ts'
import { createRefreshToken, deviceOfRefreshToken, rotate } from './refresh-tokens.ts'

let database: TestDatabase
let people = 0

before(async () => {
  const dir = join(import.meta.dirname, 'migrations')
  database = await openTestDatabase([{ owner: 'auth-desktop', dir }])
})
after(() => database.close())

const key = 'key of a test'
const query = (sql: string, values: readonly unknown[] = []) =>
  database.db.pool.query(sql, [...values])

/** A device of a new person, with its first token. */
async function linked() {
  people += 1
  const { id: personId } = await createPerson(database.db, { email: `p${people}@acme.com` })
  const about = { kind: 'browser', name: 'analyst', address: '::/64', seconds: 3600 } as const
  const deviceId = await linkDevice(database.db.pool, { personId, ...about })
  return { personId, deviceId, first: await createRefreshToken(database.db.pool, deviceId, 'cli') }
}

const show = (token: string, client = 'cli') =>
  rotate(database.db, key, { token, client, idleSeconds: 3600 })

async function renewed(token: string): Promise<string> {
  const rotation = await show(token)
  return rotation.kind === 'renewed' ? rotation.next : assert.fail(rotation.kind)
}

/** As if the newest token that was used had been used so many seconds ago. */
const usedAgo = (deviceId: string, seconds: number) =>
  query(
    `update auth_desktop.refresh_token set used_at = now() - make_interval(secs => $2)
     where device_id = $1 and used_at = (
       select max(used_at) from auth_desktop.refresh_token where device_id = $1)`,
    [deviceId, seconds],
  )

for (let seed = 1; seed <= 12; seed += 1) {
  test(`whatever two holders of one line of tokens do, one line is left or none (${seed})`, async () => {
    const { deviceId, first } = await linked()
    const { below } = chooser(seed)
    const line = [first]
    for (let turn = 0; turn < 12; turn += 1) {
      const recent = below(3) > 0
      await usedAgo(deviceId, recent ? 1 : 60)
      // Mostly the newest, else one of the last three.
      const back = below(3) > 0 ? 0 : below(Math.min(3, line.length))
      const at = line.length - 1 - back
      const rotation = await show(line[at] ?? '')
      if (back === 0 || (back === 1 && recent)) {
        assert.equal(rotation.kind, 'renewed', `turn ${turn}, ${back} back`)
        if (rotation.kind !== 'renewed') return
        assert.equal(rotation.deviceId, deviceId)
        if (back === 0) line.push(rotation.next)
        else assert.equal(rotation.next, line.at(-1))
        continue
      }
      assert.equal(rotation.kind, 'reused', `turn ${turn}, ${back} back`)
      for (const token of line) assert.equal((await show(token)).kind, 'unknown')
      return
    }
    assert.equal(new Set(line).size, line.length)
    const { rowCount } = await query(
      'select from auth_desktop.refresh_token where device_id = $1 and used_at is null',
      [deviceId],
    )
    assert.equal(rowCount, 1)
  })
}

test('the answer that was lost is given again to as many as ask, and makes no second line', async () => {
  const { deviceId, first } = await linked()
  const second = await renewed(first)
  await usedAgo(deviceId, 1)
  const again = await Promise.all(Array.from({ length: 8 }, () => renewed(first)))
  assert.deepEqual(new Set(again), new Set([second]))
  assert.notEqual(await renewed(second), second)
})

test('a token is worth nothing to another program, and nobody is suspected for it', async () => {
  const { first } = await linked()
  for (const client of ['other', 'CLI', 'cli ', ''])
    assert.equal((await show(first, client)).kind, 'unknown', client)
  const second = await renewed(first)
  assert.equal((await show(second, 'other')).kind, 'unknown')
  await renewed(second)
})

for (const [what, change] of Object.entries({
  'is past its time': `update core.linked_device set expires_at = now() where id = $1`,
  'was unlinked': `delete from core.linked_device where id = $1`,
  'belongs to a person who is suspended': `update core.person set suspended_at = now()
    where id = (select person_id from core.linked_device where id = $1)`,
  'belongs to a person whom the rules do not admit any more': `update core.person set barred_at = now()
    where id = (select person_id from core.linked_device where id = $1)`,
  'belongs to a person who was removed': `delete from core.person
    where id = (select person_id from core.linked_device where id = $1)`,
})) {
  test(`a device that ${what} renews nothing, neither by its fresh token nor within the overlap`, async () => {
    const { deviceId, first } = await linked()
    const second = await renewed(first)
    await usedAgo(deviceId, 1)
    await query(change, [deviceId])
    for (const token of [first, second]) assert.equal((await show(token)).kind, 'unknown')
  })
}

test('who is let in again goes on with the token that is left: nothing was used up meanwhile', async () => {
  const { personId, first } = await linked()
  await query('update core.person set suspended_at = now() where id = $1', [personId])
  assert.equal((await show(first)).kind, 'unknown')
  await query('update core.person set suspended_at = null where id = $1', [personId])
  await renewed(first)
})

test('a renewal counts the time of the device anew', async () => {
  const { deviceId, first } = await linked()
  await query(
    `update core.linked_device set expires_at = now() + interval '1 minute' where id = $1`,
    [deviceId],
  )
  await renewed(first)
  const { rowCount } = await query(
    `select from core.linked_device where id = $1 and last_used_at is not null
       and expires_at between now() + interval '50 minutes' and now() + interval '1 hour'`,
    [deviceId],
  )
  assert.equal(rowCount, 1)
})

test('used tokens are forgotten after thirty days, and only those of the device', async () => {
  const [mine, other] = [await linked(), await linked()]
  const second = await renewed(mine.first)
  await renewed(other.first)
  await query(`update auth_desktop.refresh_token set used_at = used_at - interval '31 days'`)
  const third = await renewed(second)
  assert.equal((await show(mine.first)).kind, 'unknown')
  assert.equal((await show(other.first)).kind, 'reused')
  await renewed(third)
})

test('a device is found by each of its tokens, used or not, and by nothing else', async () => {
  const { deviceId, personId, first } = await linked()
  const second = await renewed(first)
  for (const token of [first, second]) {
    const { id, personId: owner } = (await deviceOfRefreshToken(database.db, token)) ?? {}
    assert.deepEqual([id, owner], [deviceId, personId])
  }
  for (const token of ['', 'adr_', first.slice(4), `${first}A`, 'adr_\0'])
    assert.equal(await deviceOfRefreshToken(database.db, token), undefined)
})

test('what follows a token cannot be computed without the key of the instance', async () => {
  const [one, two] = [await linked(), await linked()]
  await query('update auth_desktop.refresh_token set hash = sha256(hash) where device_id = $1', [
    two.deviceId,
  ])
  const next = await renewed(one.first)
  assert.match(next, /^adr_[\w-]{43}$/)
  const replayed = await rotate(database.db, 'another key', {
    token: one.first,
    client: 'cli',
    idleSeconds: 3600,
  })
  assert.equal(replayed.kind, 'reused', 'its successor is not the one that is there')
})
