import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMailbox } from './is-mailbox.ts'

for (const address of [
  'info@acme.cz',
  'it-bezpečnost@acme.cz',
  'data.platform@acme.com',
  'ops2@acme.com',
])
  test(`a role's: ${address}`, () => assert.ok(isMailbox(address)))

for (const address of [
  'jana@acme.cz',
  'jana.support@acme.cz',
  '774551093@acme.cz',
  '.@acme.cz',
  '@acme.cz',
])
  test(`no role's: ${address}`, () => assert.ok(!isMailbox(address)))
