import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secretGroup } from './secret-group.ts'

test('the group of a secret is no system’s, not the stack’s, within what a rootless engine maps, and always the same', () => {
  for (const name of ['a', 'csrf', 'postgres-password', 'x'.repeat(500)]) {
    const group = secretGroup(name)
    assert.ok(Number.isInteger(group) && group > 10_000 && group < 65_534, `${name}: ${group}`)
    assert.equal(secretGroup(name), group)
  }
  assert.notEqual(secretGroup('csrf'), secretGroup('portal-identity'))
})
