import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '#core/html.ts'
import { consentPage, type Consent } from './consent-page.ts'

const csrf = html`<input type="hidden" name="csrf" value="t" />`

function shown(change: Partial<Consent> = {}): string {
  const consent = {
    program: 'analyst',
    where: 'On this computer',
    email: 'ann@acme.com',
    action: '/desktop/authorize',
    fields: {},
    csrf,
    ...change,
  }
  return consentPage(consent).body.text
}

test('a person sees who asks, from where and since when, for whom, and what it may do', () => {
  const text = shown({ where: '192.0.2.7', since: new Date('2026-11-23T23:59:30Z') })
  for (const part of ['analyst', '192.0.2.7, at 23:59 UTC', 'ann@acme.com', 'Fetch the data'])
    assert.ok(text.includes(part), part)
})

test('allowing and denying are two buttons of one form, and neither is pressed by the page', () => {
  const text = shown()
  assert.deepEqual(
    [...text.matchAll(/<button[^>]*name="decision" value="(\w+)"/g)].map(([, value]) => value),
    ['allowed', 'denied'],
  )
  assert.ok(!text.includes('autofocus'))
  assert.equal(text.match(/<form /g)?.length, 1)
})

test('what was asked comes back with the answer as it was; what was not asked does not', () => {
  const text = shown({ fields: { state: `a"b&<c>'`, device_name: undefined, empty: '' } })
  const fields = [...text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
  assert.deepEqual(
    fields.map(([, name, value]) => [name, value]),
    [
      ['csrf', 't'],
      ['state', 'a&quot;b&amp;&lt;c&gt;&#39;'],
      ['empty', ''],
    ],
  )
})

test('what a program says of itself is text', () => {
  const evil = `"><script>alert(1)</script>`
  const text = shown({ program: evil, where: evil, email: evil, fields: { [evil]: evil } })
  assert.ok(!text.includes('<script'))
})
