import assert from 'node:assert/strict'
import { test } from 'node:test'
import qrcode from 'qrcode-generator'
import { qrCode } from './qr-code.ts'

const uri = 'otpauth://totp/Acme:ann%40acme.com?issuer=Acme&secret=JBSWY3DPEHPK3PXP'

/** The dark modules of a picture, as `column row`. */
function modulesOf(svg: string): ReadonlySet<string> {
  return new Set([...svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
}

test('the picture is the code that the library makes, with the margin that readers need', () => {
  const expected = qrcode(0, 'M')
  expected.addData(uri)
  expected.make()
  const { text } = qrCode(uri, 'The key')
  const dark = modulesOf(text)
  const count = expected.getModuleCount()
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      assert.equal(dark.has(`${column + 4} ${row + 4}`), expected.isDark(row, column))
  assert.match(text, new RegExp(`viewBox="0 0 ${count + 8} ${count + 8}"`))
})

test('the picture needs nothing that the policy of the portal forbids, and has a name for who cannot see it', () => {
  const { text } = qrCode(uri, 'The “key” of <you>')
  assert.doesNotMatch(text, /style=|<style|<script|href|data:/)
  assert.match(text, /aria-label="The “key” of &lt;you&gt;"/)
})
