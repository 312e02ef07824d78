import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { messageHtml } from './message-html.ts'

const shown = (message: string) =>
  messageHtml(message)
    .map(({ text }) => text)
    .join('')

for (const [message, html] of [
  ['', ''],
  ['plain', 'plain'],
  ['a\nb\n\n c', 'a\nb\n\n c'],
  ['**a** *b* `c`', '<strong>a</strong> <strong>b</strong> <code>c</code>'],
  ['(**a**), *b*.', '(<strong>a</strong>), <strong>b</strong>.'],
  ['**a b**', '<strong>a b</strong>'],
  ['a**b**c', 'a**b**c'],
  ['2*3*4', '2*3*4'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['*a *b*', '<strong>a *b</strong>'],
  ['***a***', '***a***'],
  ['`**a**`', '<code>**a**</code>'],
  ['**`a`**', '<code>a</code>'],
  ['**a\nb**', '**a\nb**'],
  ['_a_ snake_case_name', '<em>a</em> snake_case_name'],
  ['*_a_*', '<strong><em>a</em></strong>'],
  ['```sql\nselect *\n  from t\n```', '<code>select *\n  from t</code>'],
  ['** *', '** *'],
  ['**a **', '**a **'],
  ['*a *', '*a *'],
  ['**', '**'],
  ['``', '``'],
  ['*a', '*a'],
  ['`a', '`a'],
  [
    '[*a* b](https://bi.example.com/d?x=1&y=2)',
    '<a href="https://bi.example.com/d?x=1&amp;y=2" rel="noreferrer"><strong>a</strong></a>' +
      '<a href="https://bi.example.com/d?x=1&amp;y=2" rel="noreferrer"> b</a>',
  ],
  ['[a](javascript:alert(1))', '[a](javascript:alert(1))'],
  ['[a](https://b.c/"onclick=d)', '[a](https://b.c/&quot;onclick=d)'],
  ['<b>&"\'</b>', '&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;'],
  ['**<script>alert(1)</script>**', '<strong>&lt;script&gt;alert(1)&lt;/script&gt;</strong>'],
  ['`</code><img src=x>`', '<code>&lt;/code&gt;&lt;img src=x&gt;</code>'],
] as const)
  test(`a message of ${JSON.stringify(message)} is shown as it is meant`, () => {
    assert.equal(shown(message), html)
  })

test('any message gives balanced tags, and loses no word', () => {
  const parts = ['*', '**', '_', '`', '\n', '[', '](https://a.b)']
  const words = ['<i>', '&amp;', '"', 'word', ' ', '😀', '\\']
  const all = [...parts, ...words]
  const { below, pick } = chooser(29)
  for (let round = 0; round < 2000; round += 1) {
    const message = Array.from({ length: below(20) }, () => pick(all)).join('')
    const html = shown(message)
    const open: string[] = []
    for (const [, close, tag] of html.matchAll(/<(\/?)(strong|em|code|a)\b[^>]*>/g)) {
      if (close) assert.equal(open.pop(), tag, message)
      else open.push(tag ?? '')
    }
    assert.deepEqual(open, [], message)
    const text = html
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
    const unmarked = (said: string) => said.replaceAll(/\]\(https:\/\/a\.b\)|[*_`[\n]/g, '')
    assert.equal(unmarked(text), unmarked(message))
  }
})
