import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeHtml, html, Html, trusted } from './html.ts'

/** What a browser reads where a text stands: the five characters are written as entities alone. */
const read = (markup: string) =>
  markup
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const hostile = [
  `<script>alert('x')</script>`,
  `" onmouseover="alert(1)`,
  `' autofocus onfocus='alert(1)`,
  '</textarea><img src=x onerror=alert(1)>',
  '&lt;already&gt; &amp;amp; &#60;',
  '<!-- --> <![CDATA[ ]]>',
  'Zürich 数据 🚀 \u2028\ud800',
  '',
]
for (const text of hostile)
  test(`${JSON.stringify(text)} is read as it was written, in content and in an attribute`, () => {
    const markup = html`<a title="${text}">${text}</a>`.text
    const [, attribute = 'none', content = 'none'] =
      /^<a title="([^"<>']*)">([^"<>']*)<\/a>$/.exec(markup) ?? []
    assert.deepEqual([read(attribute), read(content)], [text, text])
  })

test('escaped once is enough: HTML of ours is taken as it is, however deep it stands', () => {
  const item = html`<li>${'<'}</li>`
  const items = [item, [html`<b>${item}</b>`]]
  assert.equal(html`${items}`.text, '<li>&lt;</li><b><li>&lt;</li></b>')
  assert.equal(html`${trusted('<br>')}${'<br>'}`.text, '<br>&lt;br&gt;')
})

test('an object is no HTML because it looks like one', () => {
  const forged = { text: '<script>', toString: () => '<script>' } as unknown as Html
  assert.equal(html`${forged}`.text, '&lt;script&gt;')
  assert.equal(html`${JSON.parse('{"text":"<b>"}') as Html}`.text, '[object Object]')
})

test('nothing leaves nothing, and zero is not nothing', () => {
  assert.equal(html`[${null}${undefined}${false}${[]}${''}]`.text, '[]')
  assert.equal(html`${0} ${-0} ${10n} ${NaN} ${true}`.text, '0 0 10 NaN true')
})

test('HTML that is put into a text by itself stays what it is', () => {
  assert.equal(`${html`<b>${'&'}</b>`}`, '<b>&amp;</b>')
  assert.equal(escapeHtml(`<>&"'`), '&lt;&gt;&amp;&quot;&#39;')
})
