import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { emptyAddresses } from './empty-addresses.ts'

const edge = {
  name: 'edge.container',
  content: await readFile(
    join(import.meta.dirname, '../../deploy/systemd/quadlet/edge.container'),
    'utf8',
  ),
}

test('an empty address, by which a port would be open to everybody, is told with what to do', () => {
  assert.deepEqual(emptyAddresses([edge, edge], { LISTEN_ADDRESS: ' ', HTTP_PORT: '' }), [
    'LISTEN_ADDRESS is empty: give it a value, or leave the line out for the usual one',
    'HTTP_PORT is empty: give it a value, or leave the line out for the usual one',
  ])
})

test('an address that is given, or left to its default, is right', () => {
  assert.deepEqual(emptyAddresses([edge], { LISTEN_ADDRESS: '0.0.0.0', HTTPS_PORT: '443' }), [])
  assert.deepEqual(emptyAddresses([edge], {}), [])
})

test('a variable that no port is published by may be empty', () => {
  assert.deepEqual(emptyAddresses([edge], { SMTP_HOST: '' }), [])
  assert.deepEqual(
    emptyAddresses([{ name: 'webapp.service', content: 'ExecStart=x' }], { LISTEN_ADDRESS: '' }),
    [],
  )
})
