import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retrying, waitMs } from './retrying.ts'
import { retryAfterMs, TransferError } from './transfer-error.ts'

const signal = new AbortController().signal
const quick = { attempts: 3, firstMs: 1, longestMs: 5 }

test('what another try may mend is tried again, up to the limit', async () => {
  let tries = 0
  const work = async () => {
    tries++
    if (tries < 3) throw new TransferError('server_busy', 'busy')
    return 'done'
  }
  assert.equal(await retrying(work, signal, quick), 'done')
  tries = -10
  await assert.rejects(retrying(work, signal, quick), { code: 'server_busy' })
  assert.equal(tries, -7)
})

test('any other error ends at once', async () => {
  let tries = 0
  const work = async () => {
    tries++
    throw new TypeError('a bug')
  }
  await assert.rejects(retrying(work, signal, quick), TypeError)
  assert.equal(tries, 1)
})

test('an interrupt ends the wait', async () => {
  const interrupt = new AbortController()
  const work = async () => {
    interrupt.abort()
    throw new TransferError('server_busy', 'busy')
  }
  const slow = { attempts: 3, firstMs: 3_600_000, longestMs: 3_600_000 }
  await assert.rejects(retrying(work, interrupt.signal, slow), { name: 'AbortError' })
})

test('the wait doubles, is drawn at random, and obeys the server up to the longest', () => {
  const policy = { attempts: 6, firstMs: 500, longestMs: 60_000 }
  assert.equal(
    waitMs(1, undefined, policy, () => 1),
    500,
  )
  assert.equal(
    waitMs(4, undefined, policy, () => 1),
    4000,
  )
  assert.equal(
    waitMs(4, undefined, policy, () => 0.25),
    1000,
  )
  assert.equal(
    waitMs(1, 7000, policy, () => 1),
    7000,
  )
  assert.equal(
    waitMs(1, 7_000_000, policy, () => 1),
    60_000,
  )
})

test('Retry-After is read as seconds and as a date', () => {
  assert.equal(retryAfterMs('12'), 12_000)
  const now = Date.parse('2026-01-01T00:00:00Z')
  assert.equal(retryAfterMs('Thu, 01 Jan 2026 00:00:30 GMT', now), 30_000)
  assert.equal(retryAfterMs('Thu, 01 Jan 2025 00:00:30 GMT', now), 0)
  assert.equal(retryAfterMs('soon'), undefined)
  assert.equal(retryAfterMs(undefined), undefined)
})
