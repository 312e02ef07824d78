import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notificationId } from './notification-id.ts'

test('an id is a UUID of version 7 that begins with its time', () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678)
  const id = notificationId(now)
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), now)
})

test('ids differ within a millisecond and grow from one to the next', () => {
  const ids = Array.from({ length: 5000 }, () => notificationId(1_790_000_000_000))
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(notificationId(1_790_000_000_000) < notificationId(1_790_000_000_001))
})
