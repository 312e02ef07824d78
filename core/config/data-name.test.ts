import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataName } from './check-names.ts'
import { dataNameOf } from './data-name.ts'

const names = {
  'Orders 2024': 'orders_2024',
  '2024-01': 't_2024_01',
  'Příliš žluťoučký': 'prilis_zlutoucky',
  __private__: 'private',
  'ＦＵＬＬ width': 'full_width',
  'a"; DROP TABLE x; --': 'a_drop_table_x',
  '../../etc/passwd': 'etc_passwd',
  İstanbul: 'istanbul',
  日本: 't_',
  '': 't_',
  ['Sales report '.repeat(9)]: 'sales_report_sales_report_sales_report_sales_report_sales_repor',
  ['2'.repeat(255)]: `t_${'2'.repeat(61)}`,
  // One letter that is three of ours.
  ['㎭'.repeat(30)]: 'rad'.repeat(21),
}

for (const [text, name] of Object.entries(names)) {
  test(`data that is called ${JSON.stringify(text)} gets a name that instance.yaml takes`, () => {
    assert.equal(dataNameOf(text), name)
    assert.match(dataNameOf(text), dataName.pattern)
  })
}
