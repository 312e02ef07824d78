import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleColumn, exampleTable } from '../../../tests/peers/example-catalog.ts'
import { searchTables } from './search-tables.ts'

const tables = [
  exampleTable({ name: 'order_items', description: 'What was ordered' }),
  exampleTable({ name: 'orders', description: 'Every purchase' }),
  exampleTable({ name: 'customers', description: 'Who placed orders' }),
  exampleTable({ dataset: 'crm', name: 'deals', description: 'Obchody a zákazníci' }),
]
const columnsOf = new Map([
  ['shop/customers', [exampleColumn({ name: 'email', sourceName: 'E-Mail' })]],
  ['shop/order_items', [exampleColumn({ name: 'order_id', sourceName: 'order_id' })]],
  ['crm/deals', [exampleColumn({ name: 'value', description: 'Amount in euros, no tax' })]],
])
const found = (query: string) => searchTables(tables, columnsOf, query).map(({ table }) => table.id)

test('a table of the very name comes first, then names that begin so, then descriptions', () => {
  assert.deepEqual(found('orders'), ['shop/orders', 'shop/customers'])
  assert.deepEqual(found('order'), ['shop/order_items', 'shop/orders', 'shop/customers'])
  assert.deepEqual(found('order items'), ['shop/order_items'])
})

test('datasets, columns, the source’s own column names and column descriptions are searched', () => {
  assert.deepEqual(found('crm'), ['crm/deals'])
  assert.deepEqual(found('email'), ['shop/customers'])
  assert.deepEqual(found('e-mail'), ['shop/customers'])
  assert.deepEqual(found('euros'), ['crm/deals'])
})

test('every word must occur somewhere, in any order and case', () => {
  assert.deepEqual(found('EUROS deals'), ['crm/deals'])
  assert.deepEqual(found('euros orders'), [])
})

test('accents do not matter on either side', () => {
  assert.deepEqual(found('zakaznici'), ['crm/deals'])
  assert.deepEqual(found('zákazníci'), ['crm/deals'])
})

test('the columns that helped are named', () => {
  const [hit] = searchTables(tables, columnsOf, 'order_id')
  assert.deepEqual(
    hit?.columns.map(({ name }) => name),
    ['order_id'],
  )
})

test('characters that mean something in patterns are plain characters', () => {
  assert.deepEqual(found('.*'), tables.map(({ id }) => id).sort())
  assert.deepEqual(found('order%'), found('order'))
})

test('each text is taken apart once: a pasted sentence stopped the whole service for seconds', (t) => {
  const normalize = t.mock.method(String.prototype, 'normalize')
  const wide = Array.from({ length: 50 }, (_, at) =>
    exampleColumn({ name: `c${at}`, sourceName: `C ${at}`, description: `What ${at} says` }),
  )
  const sentence = 'what c says of orders in a sentence of many words that are nowhere'
  searchTables(tables, new Map(tables.map(({ id }) => [id, wide])), sentence)
  const texts = 1 + tables.length * 4 + wide.length * 3
  assert.ok(normalize.mock.callCount() <= texts, `${normalize.mock.callCount()} of ${texts}`)
})

test('a word that is asked for twice counts once, and one without a letter asks for nothing', () => {
  assert.deepEqual(found('orders orders ORDERS'), found('orders'))
  assert.deepEqual(found('orders !!! --'), found('orders'))
  const [hit] = searchTables(tables, columnsOf, 'orders orders')
  assert.equal(hit?.score, searchTables(tables, columnsOf, 'orders')[0]?.score)
})
