import assert from 'node:assert/strict'
import { test } from 'node:test'
import { summarize } from './catalog-summary.ts'
import {
  exampleNow,
  exampleRun,
  exampleTable,
  exampleVersion,
} from '../../../tests/peers/example-catalog.ts'
import { widget } from './widget.ts'

const render = (tables: Parameters<typeof summarize>[0]) =>
  widget(summarize(tables), exampleNow).text.replace(/\s+/g, ' ')

test('the widget adds up what is published, and links to what fails', () => {
  const card = render([
    exampleTable(),
    exampleTable({ name: 'big', version: exampleVersion({ rows: 2_000_000 }) }),
    exampleTable({ name: 'new', version: undefined, lastRun: exampleRun({ status: 'failed' }) }),
    exampleTable({ name: 'busy', openRun: exampleRun({ status: 'running' }) }),
  ])
  assert.match(card, /Tables<\/dt> <dd><a href="\/catalog">3<\/a>/)
  assert.match(card, /title="2,024,690">2\.02M/)
  assert.match(card, /2 h ago/)
  assert.match(card, /href="\/catalog\?show=failing".*1 table failing/)
  assert.match(card, /1 refresh running/)
})

test('all well is said in words', () => {
  assert.match(render([exampleTable()]), /All refreshes ended well/)
})

test('nothing at all leads to the catalog, which says why', () => {
  assert.match(render([]), /No table is there for you yet.*href="\/catalog"/)
})
