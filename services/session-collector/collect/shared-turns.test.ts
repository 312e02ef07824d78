import assert from 'node:assert/strict'
import { setImmediate as aTurn } from 'node:timers/promises'
import { test } from 'node:test'
import { sharedTurns } from './shared-turns.ts'

/** Work that ends when it is told to, and what began so far. */
function heldWork() {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const turns = sharedTurns((key) => {
    begun.push(key)
    return new Promise((resolve) => ends.push(resolve))
  })
  return { ...turns, begun, end: () => ends.shift()?.() }
}

test('whoever asks while it goes on waits for one more turn, shared by all of them', async () => {
  const { take, begun, end } = heldWork()
  let answered = 0
  const all = Array.from({ length: 5 }, () => take('ann').then(() => (answered += 1)))
  await aTurn()
  assert.deepEqual(begun, ['ann'])
  end()
  await aTurn()
  assert.deepEqual(
    [begun, answered],
    [['ann', 'ann'], 1],
    'the first is answered before the others',
  )
  end()
  await Promise.all(all)
  assert.deepEqual(begun, ['ann', 'ann'])
})

test('nobody waits for the turn of another key, and a key that was done is done again', async () => {
  const { take, begun, end } = heldWork()
  const [ann, bob] = [take('ann'), take('bob')]
  assert.deepEqual(begun, ['ann', 'bob'])
  end()
  await ann
  const again = take('ann')
  assert.deepEqual(begun, ['ann', 'bob', 'ann'])
  end()
  end()
  await Promise.all([bob, again])
})

test('it has ended when the turn that waits has too', async () => {
  const { take, ended, begun, end } = heldWork()
  let over = false
  void take('ann')
  void take('ann')
  const all = ended().then(() => (over = true))
  end()
  await aTurn()
  assert.deepEqual([begun.length, over], [2, false])
  end()
  await all
  await ended()
})
