import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '../service.ts'
import { isolatedSocketOf, serviceAddress } from './service-address.ts'

const bot: Service = { id: 'bot', title: 'Bot', description: 'A bot', kind: 'daemon', port: 9000 }
const box: Service = { ...bot, id: 'box', isolated: true }
const given = {
  SERVICE_ADDRESSES:
    'robot=http://127.77.0.2:1 bot=http://127.77.0.1:9000 box=unix:/run/x/box.sock',
}

test('a service is reached by its id in the containers’ network or beside itself, and an isolated one by its socket', () => {
  assert.equal(serviceAddress(bot, {}), 'http://bot:9000,http://bot-next:9000')
  assert.equal(serviceAddress(box, {}), 'unix:/sockets/box.sock')
  assert.equal(isolatedSocketOf(box, {}), '/sockets/box.sock')
})

test('a name is completed by the domain of the containers’ network, so that no server outside is asked for it', () => {
  assert.equal(
    serviceAddress(bot, { SERVICE_DOMAIN: 'dns.podman' }),
    'http://bot.dns.podman:9000,http://bot-next.dns.podman:9000',
  )
})

test('an address that is given wins, and one of a longer name is not taken for it', () => {
  assert.equal(serviceAddress(bot, given), 'http://127.77.0.1:9000')
  assert.equal(serviceAddress(box, given), 'unix:/run/x/box.sock')
  assert.equal(isolatedSocketOf(box, given), '/run/x/box.sock')
})

test('an isolated service refuses to be given a network', () => {
  assert.throws(
    () => isolatedSocketOf(box, { SERVICE_ADDRESSES: 'box=http://0.0.0.0:80' }),
    /box, which has no network/,
  )
})
