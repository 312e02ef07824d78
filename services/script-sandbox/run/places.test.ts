import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { openPlaces } from './places.ts'

/** Lets everything run that can. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** Runs that ask for places, in the order of their owners. */
function ask(places: ReturnType<typeof openPlaces>, owners: readonly string[]) {
  const began: string[] = []
  const releases = new Map<string, () => void>()
  const taken = owners.map(async (owner) => {
    const release = await places.take(owner)
    began.push(owner)
    releases.set(owner, release)
  })
  return { began, taken, end: (owner: string) => releases.get(owner)?.() }
}

test('four run at once, and who waits comes in their order as places become free', async () => {
  const owners = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const { began, taken, end } = ask(openPlaces(), owners)
  await settle()
  assert.deepEqual(began, ['a', 'b', 'c', 'd'])
  end('c')
  await settle()
  assert.deepEqual(began, ['a', 'b', 'c', 'd', 'e'])
  for (const owner of ['a', 'b', 'd']) end(owner)
  await Promise.all(taken)
  assert.deepEqual(began, owners)
})

test('a person has one run, whether it goes on or waits, and another one after it', async () => {
  const places = openPlaces()
  const first = ask(places, ['a', 'b', 'c', 'd', 'e'])
  await settle()
  for (const owner of ['a', 'e'])
    await assert.rejects(places.take(owner), { status: 429, code: 'run_under_way' }, owner)
  first.end('a')
  await Promise.all(first.taken)
  const again = ask(places, ['a'])
  first.end('b')
  await Promise.all(again.taken)
  assert.deepEqual(again.began, ['a'])
})

test('a refused run takes no place, and frees nobody else’s', async () => {
  const places = openPlaces()
  const { began, end } = ask(places, ['a', 'b', 'c', 'd', 'e', 'f'])
  for (let n = 0; n < 20; n += 1) await assert.rejects(places.take('a'))
  await settle()
  assert.deepEqual(began, ['a', 'b', 'c', 'd'])
  end('a')
  await settle()
  assert.deepEqual(began, ['a', 'b', 'c', 'd', 'e'])
})

test('a hundred wait, and whoever comes then is refused with a remedy and may come again', async () => {
  const places = openPlaces()
  const owners = Array.from({ length: 104 }, (_, n) => `p${n}`)
  const { began, taken, end } = ask(places, owners)
  await assert.rejects(places.take('late'), {
    status: 503,
    code: 'sandbox_busy',
    remedy: 'Try again in a minute.',
  })
  await settle()
  end('p0')
  await settle()
  const late = ask(places, ['late'])
  await settle()
  assert.deepEqual(late.began, [], 'it waits behind all others')
  for (const owner of owners.slice(1)) {
    await settle()
    end(owner)
  }
  await Promise.all([...taken, ...late.taken])
  assert.deepEqual(began, owners)
})

test('who leaves before there was a place has none, and nobody waits behind them', async () => {
  const places = openPlaces()
  const { began, end } = ask(places, ['a', 'b', 'c', 'd'])
  await settle()
  const leaving = new AbortController()
  const left = places.take('e', leaving.signal)
  const staying = new AbortController()
  const later: string[] = []
  void places.take('f', staying.signal).then(() => later.push('f'))
  leaving.abort(new Error('gone'))
  await assert.rejects(left, /gone/)
  await assert.rejects(places.take('e', leaving.signal), /gone/)
  end('a')
  await settle()
  assert.deepEqual([began, later], [['a', 'b', 'c', 'd'], ['f']])
  staying.abort()
  end('b')
  assert.equal(typeof (await places.take('e')), 'function', 'whoever left may come again')
})

test('however runs come and go, never more than four go on, and each that was taken in has its turn', async () => {
  const places = openPlaces()
  const { below } = chooser(19)
  let [running, most, done, refused] = [0, 0, 0, 0]
  const run = async (owner: string) => {
    let release: () => void
    try {
      release = await places.take(owner)
    } catch {
      refused += 1
      return
    }
    running += 1
    most = Math.max(most, running)
    for (let turn = below(4); turn > 0; turn -= 1) await settle()
    running -= 1
    done += 1
    release()
  }
  const runs = Array.from({ length: 400 }, async (_, n) => {
    for (let turn = below(60); turn > 0; turn -= 1) await settle()
    await run(`p${n % 40}`)
  })
  await Promise.all(runs)
  assert.deepEqual([most, running, done + refused], [4, 0, 400])
  assert.ok(refused > 0 && done > 100, `${refused} refused, ${done} done`)
})
