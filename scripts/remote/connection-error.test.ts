import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectionError } from './connection-error.ts'

const cases = {
  'ssh: Could not resolve hostname h: Name or service not known': 'server_unreachable',
  'ssh: connect to host h port 22: Connection refused': 'server_unreachable',
  'ssh: connect to host h port 22: Connection timed out': 'server_unreachable',
  'No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.':
    'host_key_unknown',
  '@@@@\n@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\n@@@@\nHost key verification failed.':
    'host_key_changed',
  'ann@h: Permission denied (publickey).': 'ssh_refused',
  '': 'ssh_failed',
}

for (const [said, code] of Object.entries(cases)) {
  test(`${code}: ${said.split('\n')[0]}`, () => {
    const error = connectionError('h', said)
    assert.equal(error.code, code)
    assert.match(error.message, /^h: /)
    assert.ok((error.remedy ?? '').length > 10)
  })
}
