import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#core/service.ts'
import { html } from '#core/html.ts'
import { fragmentTitle } from './fragment-title.ts'

const service: Service = { id: 'shop', title: 'Shop service', description: 'x', kind: 'daemon' }
const page = { path: '/shop', title: 'Shop', icon: 'book', order: 1 }
const titleOf = (fragment: string) => fragmentTitle({ ...service, portal: { page } }, fragment)

const titles: Readonly<Record<string, string>> = {
  '<h1>Orders</h1><p>x</p>': 'Orders · Shop',
  '<header><h1 class="big" id="a">Orders</h1></header><h1>More</h1>': 'Orders · Shop',
  '<h1>\n  Two\n  lines  </h1>': 'Two lines · Shop',
  '<h1>Shop</h1>': 'Shop',
  '<h1>  Shop </h1>': 'Shop',
  '<h1></h1>': 'Shop',
  '<h1>   </h1>': 'Shop',
  '<h2>Orders</h2>': 'Shop',
  '<h1>Orders <small>7</small></h1>': 'Shop',
  '<h1>Orders': 'Shop',
  '': 'Shop',
  [`<h1>${'x'.repeat(201)}</h1>`]: 'Shop',
  '<h1>&amp;lt;b&amp;gt;</h1>': '&lt;b&gt; · Shop',
  '<h1>&nbsp;&copy;</h1>': '&nbsp;&copy; · Shop',
}
for (const [fragment, title] of Object.entries(titles)) {
  test(`the title of ${fragment.replaceAll('\n', ' ').slice(0, 50) || 'nothing'} is ${title}`, () => {
    assert.equal(titleOf(fragment), title)
  })
}

test('what stands in a heading as text is the title, letter by letter', () => {
  for (const text of [`<b>"it's" & </b>`, '&amp;', 'a<script>b', 'Zoë 🚀', '&quot;'])
    assert.equal(titleOf(html`<h1>${text}</h1>`.text), `${text} · Shop`)
})

test('a service without a page goes by its own title', () => {
  assert.equal(fragmentTitle(service, '<p>x</p>'), 'Shop service')
  assert.equal(fragmentTitle(service, '<h1>Orders</h1>'), 'Orders · Shop service')
})

test('a long page of headings that never end is searched at once', () => {
  assert.equal(titleOf('<h1>'.repeat(200_000)), 'Shop')
})
