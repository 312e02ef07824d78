import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#core/service.ts'
import { sharingNames } from '../tests/peers/sharing-names.ts'
import { loopbackBeside, loopbackOf } from './loopback-of.ts'
import { sharedUsers, userOf } from './user-of.ts'

const service = (id: string) => ({ id }) as Service
const ids = Array.from({ length: 5000 }, (_, n) => `service-${(n * 7919).toString(36)}`)

test('every service has a user that is no system’s, no group’s and within what a rootless engine maps', () => {
  for (const id of ['', 'a', 'ü 漢', 'x'.repeat(500), ...ids]) {
    const user = userOf(id)
    assert.ok(Number.isInteger(user) && user > 10_000 && user < 65_534, `${id}: ${user}`)
    assert.equal(userOf(id), user)
  }
})

test('its address is one of this machine alone, another beside it, and no two services share one without their user', () => {
  const owners = new Map<string, number>()
  for (const id of ids) {
    const [usual, beside] = [loopbackOf(service(id)), loopbackBeside(service(id))]
    assert.match(usual, /^127\.77\.\d{1,3}\.\d{1,3}$/)
    assert.equal(beside, usual.replace('127.77', '127.78'))
    assert.ok(usual.split('.').every((byte) => Number(byte) <= 255))
    assert.equal(owners.get(usual) ?? userOf(id), userOf(id))
    owners.set(usual, userOf(id))
  }
})

test('of two with one user the later is named, with the one whose it is', () => {
  const [first, second] = sharingNames(userOf)
  assert.deepEqual(sharedUsers([first, 'other', second].map(service)), [
    `services/${second}: would run as the user of ${first}; give it another id`,
  ])
  assert.deepEqual(sharedUsers([first, 'other'].map(service)), [])
  assert.deepEqual(sharedUsers([]), [])
})
