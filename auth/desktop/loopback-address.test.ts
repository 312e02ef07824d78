import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loopbackAddress } from './loopback-address.ts'

const isTaken = (text: unknown) => loopbackAddress.safeParse(text).success

test('every port of the loopback is taken, and nothing beside the ports', () => {
  for (const host of ['127.0.0.1', '[::1]']) {
    for (const port of [1, 80, 443, 1023, 49_152, 65_535])
      assert.ok(isTaken(`http://${host}:${port}/callback`), `${host}:${port}`)
    for (const port of [
      '0',
      '00',
      '01',
      '65536',
      '99999',
      '100000',
      '-1',
      '1e3',
      '0x50',
      '8080 ',
      '',
    ])
      assert.equal(isTaken(`http://${host}:${port}/callback`), false, `${host}:${port}`)
  }
})

test('an address that is taken is read by browsers as the one that it looks like', () => {
  for (const host of ['127.0.0.1', '[::1]']) {
    const { protocol, hostname, port, pathname, search, hash, username } = new URL(
      loopbackAddress.parse(`http://${host}:8123/callback`),
    )
    assert.deepEqual(
      [protocol, hostname, port, pathname, search, hash, username],
      ['http:', host, '8123', '/callback', '', '', ''],
    )
  }
})

const good = 'http://127.0.0.1:8123/callback'

test('no change of a single character of it is taken, but of the port', () => {
  const port = good.indexOf('8123')
  const signs = ['', 'x', '.', '/', '\\', '@', ':', '#', '?', '%', ' ', '\n', '\0', '0', 'é', '１']
  for (let at = 0; at <= good.length; at += 1) {
    if (at >= port && at <= port + 4) continue
    for (const sign of signs) {
      const inserted = good.slice(0, at) + sign + good.slice(at)
      const replaced = good.slice(0, at) + sign + good.slice(at + 1)
      for (const text of [inserted, replaced])
        assert.equal(isTaken(text), text === good, JSON.stringify(text))
    }
  }
})

test('what is no text is no address', () => {
  for (const value of [undefined, null, 0, {}, [good], new URL(good)])
    assert.equal(isTaken(value), false)
})
