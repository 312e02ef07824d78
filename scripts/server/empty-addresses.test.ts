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

const given = (...files: readonly [name: string, variables: Record<string, string>][]) =>
  new Map(files)

test('an empty address, by which a port would be open to everybody, is told with its file and what to do', () => {
  const common = { LISTEN_ADDRESS: ' ', HTTP_PORT: '' }
  assert.deepEqual(emptyAddresses([edge, edge], given(['common.env', common])), [
    'common.env: LISTEN_ADDRESS is empty: give it a value, or leave the line out',
    'common.env: HTTP_PORT is empty: give it a value, or leave the line out',
  ])
})

test('an address that another service has does not stand for the one that is empty', () => {
  const files = given(
    ['edge.env', { LISTEN_ADDRESS: '' }],
    ['ssh-gateway.env', { LISTEN_ADDRESS: '10.0.0.1' }],
  )
  assert.equal(emptyAddresses([edge], files).length, 1)
})

test('an address that is given, or left to its default, is right', () => {
  const right = given(['common.env', { LISTEN_ADDRESS: '0.0.0.0' }], ['edge.env', {}])
  assert.deepEqual(emptyAddresses([edge], right), [])
  assert.deepEqual(emptyAddresses([edge], given()), [])
})

test('a variable that no port is published by may be empty', () => {
  const empty = given(['common.env', { SMTP_HOST: '' }])
  assert.deepEqual(emptyAddresses([edge], empty), [])
  const unit = { name: 'webapp.service', content: 'ExecStart=x' }
  assert.deepEqual(emptyAddresses([unit], given(['common.env', { LISTEN_ADDRESS: '' }])), [])
})
