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
  ['Orders with status != open count as revenue', 'Orders with status = open count as revenue'],
  ["Count rows where state <> 'x' for the report", "Count rows where state = 'x' for the report"],
  ['Revenue of a day > 100 is flagged', 'Revenue of a day < 100 is flagged'],
  ['Quantity >= 10 gets the rebate', 'Quantity > 10 gets the rebate'],
  ['The feed has an offset of -5 hours', 'The feed has an offset of 5 hours'],
  ['Shipping to partners costs 5 €', 'Shipping to partners costs 5 $'],
  ['The discount of partners is 5 %', 'The discount of partners is 5 EUR'],
  ['Refunds are booked before invoices', 'Invoices are booked before refunds'],
  ['Copy the tables from staging to prod', 'Copy the tables from prod to staging'],
  ['Use orders_v2, not orders_v1', 'Use orders_v1, not orders_v2'],
  ['Trust the ledger rather than the export', 'Trust the export rather than the ledger'],
  ['Náklady jsou vyšší než tržby', 'Tržby jsou vyšší než náklady'],
  ['All orders count except cancelled ones', 'All cancelled orders count'],
  // What one of them adds: a scope, a condition, an exception, a time.
  ['The stock feed is loaded at night', 'The stock feed of the outlets is loaded at night'],
  ['Partners pay no transport fee', 'Partners pay no transport fee when they order online'],
  ['Vouchers are booked as a liability', 'Vouchers are booked as a liability by default'],
  [
    'Retry the writer of the export',
    'Retry the writer of the export (weekdays, if nobody watches)',
  ],
  ['Ceny se stahují v noci', 'Ceny dodavatelů se stahují v noci'],
  ['Reklamace řeší prodejna', 'Reklamace řeší prodejna, pokud zboží vydala'],
  [
    'A delivery note needs the stamp of the depot',
    'The depot has to stamp each delivery note and so does the driver of the van',
  ],
  ['Margins of brands are in euros', 'Margins of own brands are in euros'],
  ['Prices differ by region', 'Container prices differ by region'],
  ['Prices differ by region', 'Prices differ by store and region'],
  ['Orders are booked at noon', 'Orders and returns are booked at noon'],
  ['The delivery time is in hours', 'The mean delivery time is in hours'],
  ['Customers get the new tariff', 'Existing customers get the new tariff'],
  ['The time of a trip is local', 'The arrival time of a trip is local'],
  // Words that mean nearly the same, and not to an accountant.
  ['Costs are shown without VAT', 'Prices are shown without VAT'],
  ['Revenue is booked on delivery', 'Income is booked on delivery'],
  ['Returns are sent in a file a day', 'Orders are sent in a file a day'],
  ['The total of a claim is in euros', 'The value of a claim is in euros'],
  // The same words with another small one.
  ['Editors see the drafts', 'Only editors see the drafts'],
  ['Bonus dostávají jen stálí zákazníci', 'Bonus dostávají nejen stálí zákazníci'],
  ['Pallets must be wrapped in foil', 'Pallets should be wrapped in foil'],
  ['Pallets must be wrapped in foil', 'Pallets may be wrapped in foil'],
  ['All depots print labels', 'Some depots print labels'],
  ['Every depot prints labels', 'Most depots print labels'],
  ['Flag a basket of more than 40 pieces', 'Flag a basket of at least 40 pieces'],
  ['Flag a basket of more than 40 pieces', 'Flag a basket of fewer than 40 pieces'],
  ['Ceník platí od roku 2023', 'Ceník platí do roku 2023'],
  ['A report holds one page', 'A report holds about one page'],
  ['Hotels count as resale, flats do not', 'Hotels do not count as resale, flats do'],
  // The same words in each other's place.
  ['The depot invoices the haulier', 'The haulier invoices the depot'],
  ['Přechod ze sazby Mini na Pro je zdarma', 'Přechod ze sazby Pro na Mini je zdarma'],
  ['Codes: 5 = cash, 6 = card', 'Codes: 5 = card, 6 = cash'],
  [
    'Fresh goods come from the yard, frozen from the dock',
    'Frozen goods come from the yard, fresh from the dock',
  ],
  ['First sort, then number the lines', 'First number the lines, then sort'],
  ['Nejdřív se sečte sklad, pak prodejny', 'Nejdřív se sečtou prodejny, pak sklad'],
  ['1. lock the till 2. count the coins 3. sign', '1. count the coins 2. lock the till 3. sign'],
  ['Zboží z haly JIH do haly SEVER má kód 7', 'Zboží z haly SEVER do haly JIH má kód 7'],
  ['A van is full when any of its racks is full', 'A van is full when all of its racks are full'],
  ['`fill_rate = boxes / places`', '`fill_rate = boxes * places`'],
  // Denied by a syllable.
  [
    'Ship the paid orders of the outlet shop today',
    'Today the unpaid orders of the outlet shop ship',
  ],
  ['Loans are reported by branch', 'Consumer credits are reported by branch'],
] as const

for (const [a, b] of lookAlikes) {
  test(`never one: ${a} / ${b}`, () => {
    assert.ok(contradicts(statementOf(a), statementOf(b)))
    assert.ok(contradicts(statementOf(b), statementOf(a)))
  })
}

test('the same words in other blanks, with mark-up or another end do not contradict', () => {
  assert.ok(!contradicts(statementOf('Use  UTC, **always**!'), statementOf('use UTC, always')))
})

for (const [a, b] of [
  ['Before a join convert timestamps to UTC', 'Convert timestamps to UTC before a join'],
  ['From the ledger the data goes into the mart', 'The data goes into the mart from the ledger'],
  ['Prices are in €', 'Prices are in EUR'],
  ['The rebate is 5 %', 'The rebate is 5 percent'],
  ['- Load the table first', 'Load the table first'],
  ["Don't sum the rates", 'Do not sum the rates'],
  ['Rates of a weekend come from Friday', 'Weekend rates come from Friday'],
  ['The depot closes the count at noon', 'The count is closed by the depot at noon'],
] as const) {
  test(`may be one: ${a} / ${b}`, () => {
    assert.ok(!contradicts(statementOf(a), statementOf(b)))
    assert.ok(!contradicts(statementOf(b), statementOf(a)))
  })
}

test('a sign that changes what a text says makes it another text, mark-up does not', () => {
  const hashOf = (text: string) => statementOf(text).wordHash
  assert.notEqual(hashOf('state = open'), hashOf('state != open'))
  assert.notEqual(hashOf('more than -5'), hashOf('more than 5'))
  assert.notEqual(hashOf('a > b'), hashOf('a < b'))
  for (const other of ['Use  `UTC` always!', '* use **UTC** always.', 'use\nUTC always']) {
    assert.equal(hashOf(other), hashOf('use UTC always'), other)
  }
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
