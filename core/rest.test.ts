import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSleeper, rest } from './rest.ts'

/** Longer than any test may take: whatever ends it, time does not. */
const LONG_MS = 2 ** 30
const { signal: never } = new AbortController()

test('a rest ends after its time, and with its signal, also with one that ended before', async () => {
  await rest(1, never)
  const ending = new AbortController()
  const resting = rest(LONG_MS, ending.signal)
  ending.abort()
  await resting
  await rest(LONG_MS, ending.signal)
})

test('who sleeps is woken once for all calls of before, and rests again after that', async () => {
  const sleeper = openSleeper()
  const resting = sleeper.rest(LONG_MS, never)
  sleeper.wake()
  await resting
  sleeper.wake()
  sleeper.wake()
  await sleeper.rest(LONG_MS, never)
  const ending = new AbortController()
  let isOver = false
  const again = sleeper.rest(LONG_MS, ending.signal).then(() => (isOver = true))
  await rest(20, never)
  assert.equal(isOver, false)
  ending.abort()
  await again
})
