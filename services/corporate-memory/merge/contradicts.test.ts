import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradicts } from './contradicts.ts'
import { StatementIndex } from './statement-index.ts'
import { statementOf } from './statement.ts'

const lookAlikes = [
  ['Invoices are due after 14 days', 'Invoices are due after 30 days'],
  ['Revenue is reported gross of VAT', 'Revenue is reported net of VAT'],
  ['Always include test accounts in churn', 'Never include test accounts in churn'],
  ['The orders table is refreshed daily', 'The orders table is refreshed weekly'],
  ['Refunds of Stripe come a day late', 'Refunds of PayPal come a day late'],
  ['Load `orders_eu` before the report', 'Load `orders_us` before the report'],
  ['Timestamps are stored in UTC', 'Timestamps are stored in local time'],
  ['The export runs on Monday', 'The export runs on Friday'],
  ['Prices are in EUR', 'Prices are in CZK'],
  ['The limit is 100 requests per minute', 'The limit is 100 requests per hour'],
  ['Use the warehouse of marketing for campaigns', 'Use the warehouse of finance for campaigns'],
  ['Testovací účty se do tržeb nepočítají', 'Testovací účty se do tržeb počítají'],
] as const

for (const [a, b] of lookAlikes) {
  test(`never one: ${a} / ${b}`, () => {
    assert.ok(contradicts(statementOf(a), statementOf(b)))
    assert.ok(contradicts(statementOf(b), statementOf(a)))
  })
}

test('the same words in other case, marks and blanks do not contradict', () => {
  assert.ok(!contradicts(statementOf('Use  UTC, always!'), statementOf('use utc always')))
})

test('a paraphrase is found, with what resembles it marked as contradicting', () => {
  const index = new StatementIndex()
  index.add(
    'a',
    'Cancelled orders stay in the orders table with status X, so filter them out of revenue',
  )
  index.add('b', 'The keyboard of the meeting room is broken')
  const [match, ...others] = index.matches(
    'Filter cancelled orders out of revenue: they remain in the orders table with status X',
  )
  assert.deepEqual([match?.id, match?.contradicts, others.length], ['a', false, 0])
  const [other] = index.matches(
    'Cancelled orders stay in the orders table with status Y, so filter them out of revenue',
  )
  assert.equal(other?.contradicts, true)
})
