import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageText } from '../text/message-text.ts'
import { verbatim } from './conversation.ts'

/** What Telegram is sent of a text of others within a sentence of ours. */
const sent = (text: string) => messageText({ message: `before ${verbatim(text)} after` }).html

for (const [what, text, shown] of [
  ['a word', 'daily.py', 'daily.py'],
  ['Markdown', '*a* _b_ [c](https://evil.example)', '*a* _b_ [c](https://evil.example)'],
  ['markup', '</code><b>&', '&lt;/code&gt;&lt;b&gt;&amp;'],
  ['what would end the code', '`*a*`', ' *a* '],
  ['lines', 'a\r\nb', 'a  b'],
  ['control characters', 'a\0b\u001b[1m\u007f', 'a b [1m '],
  ['half a character', 'a\ud83d', 'a\ufffd'],
  ['nothing', '', ' '],
] as const)
  test(`${what} of somebody else is shown as it is, within a sentence that stays whole`, () => {
    assert.equal(sent(text), `before <code>${shown}</code> after`)
  })

test('a long text of somebody else is cut, never to half a character, and its code ends', () => {
  for (const text of [
    'x'.repeat(9000),
    '😀'.repeat(900),
    `x${'😀'.repeat(900)}`,
    '`'.repeat(900),
  ]) {
    const html = sent(text)
    assert.match(html, /^before <code>[^<]{400}<\/code> after$/)
    assert.ok(html.isWellFormed())
  }
})
