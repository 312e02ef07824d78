import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailHtml } from './mail-content.ts'

const publicUrl = new URL('https://data.acme.com')
const markupOf = (text: string) => mailHtml(text, { name: 'Acme <b>', publicUrl }).text
/** What stands in the paragraphs of a text. */
const paragraphsOf = (text: string) =>
  [...markupOf(text).matchAll(/<p>([^]*?)<\/p>/g)].map(([, content]) => content?.trim())

test('a blank line ends a paragraph, and nothing of the text becomes markup', () => {
  assert.deepEqual(paragraphsOf('Hello & <img src=x>\n\n\n"you"'), [
    'Hello &amp; &lt;img src=x&gt;',
    '&quot;you&quot;',
  ])
  assert.deepEqual(paragraphsOf(''), [''])
  assert.match(markupOf('x'), /Acme &lt;b&gt;, data\.acme\.com/)
})

// A digest was one long line for everybody whose program shows the HTML of a mail.
test('each line of a paragraph stays a line', () => {
  assert.deepEqual(paragraphsOf('you have two:\n\n- one\n- https://data.acme.com/x'), [
    'you have two:',
    '- one<br />- <a href="https://data.acme.com/x">https://data.acme.com/x</a>',
  ])
})

for (const address of [
  'https://data.acme.com/',
  'https://data.acme.com/auth/setup/a-b_c?next=%2Fx&more=1#end',
  'https://DATA.acme.com/x',
  'https://data.acme.com:443/x',
])
  test(`${address} is of this portal: it becomes a link`, () => {
    const { href } = new URL(address)
    const [paragraph = ''] = paragraphsOf(`Open this: ${address} and sign in`)
    const escaped = href.replaceAll('&', '&amp;')
    assert.equal(paragraph, `Open this: <a href="${escaped}">${escaped}</a> and sign in`)
  })

for (const address of [
  'https://evil.com/phish',
  'http://data.acme.com/plain',
  'https://data.acme.com.evil.com/',
  'https://data.acme.com@evil.com/',
  'https://data.acme.com:8443/',
  'https://sub.data.acme.com/',
  'https://evil.com/https://data.acme.com/',
  'javascript:alert(1)',
  'https://',
  'https://[',
])
  test(`${address} is of somebody else: it stays text`, () => {
    assert.deepEqual(paragraphsOf(`see ${address} `), [`see ${address}`])
  })

test('no attribute is left by a quote in an address', () => {
  const [paragraph = ''] = paragraphsOf('https://data.acme.com/"onclick="alert(1)')
  assert.match(paragraph, /^<a href="https:\/\/data\.acme\.com\/%22onclick=%22alert\(1\)">/)
})
