import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journalEntry } from './journal-entry.ts'

const at = { __REALTIME_TIMESTAMP: '1767323045000000' }
const entry = (fields: object) => journalEntry(JSON.stringify({ ...at, ...fields }))

test('a line of a service is told with its time, its unit and how bad it is', () => {
  assert.deepEqual(
    entry({ _SYSTEMD_UNIT: 'webapp.service', PRIORITY: '3', MESSAGE: 'it failed', _PID: '12' }),
    { at: '2026-01-02T03:04:05.000Z', unit: 'webapp', priority: 3, message: 'it failed' },
  )
})

test('what systemd says of a unit is of that unit, the system’s or a user’s', () => {
  const [system, user] = [
    entry({ _SYSTEMD_UNIT: 'init.scope', UNIT: 'webapp.service', MESSAGE: 'Started' }),
    entry({
      _SYSTEMD_UNIT: 'user@1000.service',
      _SYSTEMD_USER_UNIT: 'webapp.service',
      MESSAGE: 'hello',
    }),
  ]
  assert.deepEqual([system.unit, user.unit], ['webapp', 'webapp'])
})

test('bytes that are no text, a message that was too long, and none at all are no end of it', () => {
  assert.equal(entry({ MESSAGE: [104, 105, 255] }).message, 'hi\ufffd')
  assert.equal(entry({ MESSAGE: ['one', 'two'] }).message, 'one\ntwo')
  assert.equal(entry({ MESSAGE: null }).message, '')
  assert.equal(entry({}).message, '')
})
