import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { createBell, pause } from './bell.ts'

test('a ring wakes everyone who waits, and is not kept for those who come later', async () => {
  const bell = createBell()
  const woken: string[] = []
  const waiting = ['one', 'two'].map((name) => bell.next().then(() => void woken.push(name)))
  bell.ring()
  await Promise.all(waiting)
  assert.deepEqual(woken, ['one', 'two'])
  const late = bell.next().then(() => void woken.push('late'))
  await new Promise(setImmediate)
  assert.deepEqual(woken, ['one', 'two'])
  bell.ring()
  await late
})

test('a ring between the question for the next one and the wait for it is not missed', async () => {
  const bell = createBell()
  const next = bell.next()
  bell.ring()
  bell.ring()
  await next
})

test('a pause ends at once when it is stopped, also when it was stopped before', async () => {
  const stop = new AbortController()
  const hour = 3_600_000
  const pausing = pause(hour, stop.signal)
  stop.abort()
  await pausing
  await pause(hour, stop.signal)
})

test('a pause that is over leaves nothing behind at the signal, which lives as long as the process', async () => {
  const { signal } = new AbortController()
  await Promise.all([pause(0, signal), pause(1, signal)])
  assert.deepEqual(getEventListeners(signal, 'abort'), [])
})
