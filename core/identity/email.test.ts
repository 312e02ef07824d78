import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BadRequest } from '../errors.ts'
import { normalEmail } from './email.ts'

const accepted = {
  'ann@acme.com': 'ann@acme.com',
  ' Ann@ACME.com\n': 'ann@acme.com',
  "o'brien+sales_1@data.acme.co.uk": "o'brien+sales_1@data.acme.co.uk",
  'ann@localhost': 'ann@localhost',
  'ann@xn--bcher-kva.example': 'ann@xn--bcher-kva.example',
}
for (const [given, stored] of Object.entries(accepted)) {
  test(`${JSON.stringify(given)} is stored as ${stored}`, () => {
    assert.equal(normalEmail(given), stored)
  })
}

const refused = {
  nothing: '',
  'no @': 'ann',
  'no local part': '@acme.com',
  'no domain': 'ann@',
  'two @, of which the original took the last': 'eve@evil.com@acme.com',
  'a quoted local part': '"eve@evil.com"@acme.com',
  'a name beside it': 'Ann <ann@acme.com>',
  'two addresses': 'eve@evil.com,ann@acme.com',
  'a line break inside': 'ann@acme.com\r\nBcc: eve@evil.com',
  'a NUL': 'ann\0@acme.com',
  'a zero-width space': 'ann\u200b@acme.com',
  'an encoded @': 'eve%40evil.com@acme.com',
  'a mail route': 'evil.com!eve@acme.com',
  'a dot at the end of the domain': 'ann@acme.com.',
  'two dots in the domain': 'ann@acme..com',
  'two dots in the local part': 'ann..b@acme.com',
  'a dot before the @': 'ann.@acme.com',
  'a dash at the edge of a label': 'ann@-acme.com',
  'an address literal': 'ann@[127.0.0.1]',
  'a Cyrillic a in the domain': 'ann@\u0430cme.com',
  'the Kelvin sign, which the original folded to k': '\u212aim@acme.com',
  'a dotless i': 'k\u0131m@acme.com',
  'a fullwidth letter': '\uff41nn@acme.com',
  'a local part of 65 characters': `${'a'.repeat(65)}@acme.com`,
  '255 characters': `a@${'b'.repeat(249)}.com`,
  'a hundred thousand characters': `${'a.'.repeat(50_000)}@acme.com`,
}
for (const [what, given] of Object.entries(refused)) {
  test(`an address with ${what} is refused`, () => {
    assert.throws(
      () => normalEmail(given),
      (error: unknown) => error instanceof BadRequest && error.code === 'invalid_email',
    )
  })
}

test('an address of 254 characters is the longest', () => {
  const longest = `a@${'b'.repeat(248)}.com`
  assert.equal(longest.length, 254)
  assert.equal(normalEmail(longest), longest)
})
