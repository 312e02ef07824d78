import assert from 'node:assert/strict'
import { test } from 'node:test'
import Koa from 'koa'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { clientAddress } from './client-address.ts'

function addressOf(ip: string): string {
  const request = new IncomingMessage(new Socket())
  const ctx = new Koa().createContext(request, new ServerResponse(request))
  ctx.request.ip = ip
  return clientAddress(ctx)
}

const counted = {
  '192.0.2.7': '192.0.2.7',
  '::ffff:192.0.2.7': '192.0.2.7',
  '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
  '2001:db8:1:2:ffff:ffff:ffff:ffff': '2001:db8:1:2::/64',
  '2001:db8:1:3::1': '2001:db8:1:3::/64',
  '2001:0db8::0001': '2001:db8:0:0::/64',
  'fe80::1%eth0': 'fe80:0:0:0::/64',
  '::1': '0:0:0:0::/64',
  '': '',
}
for (const [ip, expected] of Object.entries(counted)) {
  test(`limits count ${ip || 'a socket file'} as ${expected || 'nowhere'}`, () => {
    assert.equal(addressOf(ip), expected)
  })
}
