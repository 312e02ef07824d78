import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageHtml } from './message-html.ts'

const shown = (message: string) =>
  messageHtml(message)
    .map(({ text }) => text)
    .join('')
    .replace(/<br \/>$/, '')

for (const [message, html] of [
  ['', ''],
  ['plain', 'plain'],
  ['a\nb\n\nc', 'a<br />b<br /><br />c'],
  ['**a** *b* `c`', '<strong>a</strong> <strong>b</strong> <code>c</code>'],
  ['(**a**), *b*.', '(<strong>a</strong>), <strong>b</strong>.'],
  ['**a b**', '<strong>a b</strong>'],
  ['a**b**c', 'a**b**c'],
  ['2*3*4', '2*3*4'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['*a *b*', '*a <strong>b</strong>'],
  ['***a***', '***a***'],
  ['`**a**`', '<code>**a**</code>'],
  ['**`a`**', '<strong>`a`</strong>'],
  ['**a\nb**', '**a<br />b**'],
  ['** *', '** *'],
  ['**a **', '**a **'],
  ['*a *', '*a *'],
  ['**', '**'],
  ['``', '``'],
  ['*a', '*a'],
  ['`a', '`a'],
  ['[a](https://evil.example)', '[a](https://evil.example)'],
  ['<b>&"\'</b>', '&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;'],
  ['**<script>alert(1)</script>**', '<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong>'],
  ['`</code><img src=x>`', '<code>&lt;/code&gt;&lt;img src=x&gt;</code>'],
] as const)
  test(`a message of ${JSON.stringify(message)} is shown as it is meant`, () => {
    assert.equal(shown(message), html)
  })

test('any message gives the four tags alone, well nested, and loses no word', () => {
  const parts = ['*', '**', '`', '\n', '<i>', '&amp;', '"', 'word', ' ', '😀', '\\']
  let seed = 29
  const next = (n: number) => (seed = (seed * 48_271) % 2_147_483_647) % n
  for (let round = 0; round < 2000; round += 1) {
    const message = Array.from({ length: next(20) }, () => parts[next(parts.length)]).join('')
    const html = shown(message)
    assert.match(html, /^(?:[^<]|<strong>[^<]*<\/strong>|<code>[^<]*<\/code>|<br \/>)*$/, message)
    const words = (said: string) => said.replaceAll(/[*`\n]/g, '')
    const text = html
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
    assert.equal(words(text), words(message))
  }
})
