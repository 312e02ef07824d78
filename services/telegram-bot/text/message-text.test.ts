import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { CAPTION_LIMIT, messageText, plainText, TEXT_LIMIT } from './message-text.ts'

const htmlOf = (message: string) => messageText({ message }).html

test('simple Markdown becomes the HTML of the Bot API', () => {
  assert.equal(
    htmlOf('*a* **b** _c_ `d` [e](https://example.com/?x=1&y=2)'),
    '<b>a</b> <b>b</b> <i>c</i> <code>d</code> <a href="https://example.com/?x=1&amp;y=2">e</a>',
  )
  assert.equal(htmlOf('```sql\nselect *\n```'), '<code>select *\n</code>')
  assert.equal(htmlOf('*bold and _both_*'), '<b>bold and </b><b><i>both</i></b>')
})

test('the title is a bold first line, and each part may be missing', () => {
  assert.equal(messageText({ title: 'Sales', message: 'down' }).html, '<b>Sales\n</b>down')
  assert.equal(messageText({ title: 'Sales' }).html, '<b>Sales</b>')
  assert.equal(messageText({}).html, '')
})

test('weakness: Markdown injection and breakage', () => {
  for (const odd of ['revenue_drop_v2.py', '2*3*4', '*open', '_', '**', '[a](b', '`', '*a_b*c_'])
    assert.equal(htmlOf(odd), odd, odd)
  assert.equal(htmlOf('<b>&"'), '&lt;b&gt;&amp;&quot;')
  assert.equal(htmlOf('[x](javascript:alert(1))'), '[x](javascript:alert(1))')
  assert.equal(messageText({ title: '*a* <i>_b_' }).html, '<b>*a* &lt;i&gt;_b_</b>')
})

test('any text gives balanced tags and loses no word', () => {
  const parts = [
    '*',
    '_',
    '**',
    '`',
    '```',
    '[',
    '](https://a.b)',
    'word',
    ' ',
    '\n',
    '<',
    '&',
    '😀',
  ]
  const { below, pick } = chooser(7)
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: below(25) }, () => pick(parts)).join('')
    const { html, plain } = messageText({ message: text }, 1 + below(60))
    const open: string[] = []
    for (const [, close, tag] of html.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
      if (close) assert.equal(open.pop(), tag, text)
      else open.push(tag ?? '')
    }
    assert.deepEqual(open, [], text)
    const shown = html
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&')
    assert.equal(shown, plain)
    assert.ok(plain.isWellFormed(), 'a character was cut in two')
  }
})

test('weakness: truncation counts code points and cuts inside an entity', () => {
  const long = messageText({ message: `*${'😀'.repeat(200)}* ${'é'.repeat(5000)}` })
  assert.equal(long.plain.length, TEXT_LIMIT)
  assert.ok(long.cut && long.plain.endsWith('…') && long.html.startsWith('<b>😀'))
  const odd = messageText({ message: `x${'😀'.repeat(600)}` }, CAPTION_LIMIT)
  assert.ok(odd.plain.length <= CAPTION_LIMIT && odd.plain.isWellFormed())
  assert.equal(messageText({ message: 'x'.repeat(TEXT_LIMIT) }).cut, false)
})

test('marks that never end are text, in a message of the greatest length', () => {
  for (const text of ['*a ', '_a ', '[a', '`a\n', '[a](https://']) {
    const message = text.repeat(16_384 / text.length)
    assert.equal(messageText({ message }, message.length).plain, message)
  }
})

test('plain text stays as it is', () => {
  assert.deepEqual(plainText('*a* <b>'), { html: '*a* &lt;b&gt;', plain: '*a* <b>', cut: false })
})
