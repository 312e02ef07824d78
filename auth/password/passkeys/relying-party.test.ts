import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPasskeyPossible, relyingParty } from './relying-party.ts'

const places: Readonly<Record<string, boolean>> = {
  'https://data.acme.com': true,
  'https://data.acme.com:8443/': true,
  'https://intranet': true,
  'http://localhost:8080': true,
  'https://localhost': true,
  'http://data.acme.com': false,
  'http://localhost.evil.example': false,
  'http://127.0.0.1:8080': false,
  'https://192.0.2.7': false,
  'https://3221225991': false,
  'https://0x7f.1': false,
  'https://[::1]:8080': false,
  'http://[::1]': false,
}
for (const [address, possible] of Object.entries(places)) {
  test(`at ${address} passkeys are ${possible ? '' : 'not '}possible`, () => {
    assert.equal(isPasskeyPossible(new URL(address)), possible)
  })
}

test('a passkey is bound to the name of the portal, and answers to its whole origin', () => {
  assert.deepEqual(relyingParty(new URL('https://Data.Acme.com:8443/some/path?x')), {
    id: 'data.acme.com',
    origin: 'https://data.acme.com:8443',
  })
})
