import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGranted } from '../identity/grants.ts'
import { checkGrants } from './check-grants.ts'
import { groupSection } from './instance-schema.ts'
import type { SourceConfig, TableConfig } from './instance.ts'
import type { Problem } from './problems.ts'

const table: TableConfig = { maxRejected: 0, allowEmpty: false, options: {} }
const source = (id: string, ...tables: readonly string[]): SourceConfig => ({
  ...{ id, connector: 'files', config: {} },
  tables: Object.fromEntries(tables.map((name) => [name, table])),
})
const sources = [source('shop', 'orders', 'items'), source('crm')]

/** What is said of what a group is granted; `shop` names its tables, `crm` offers what it has. */
function said(...tables: readonly string[]) {
  const problems: Problem[] = []
  const warnings = checkGrants({ sales: { tables } }, ['shop', 'crm', 'broken'], sources, problems)
  const words = (told: readonly Problem[]) =>
    told.map(({ path, message }) => `${path.join('.')}: ${message}`)
  return { problems: words(problems), warnings: words(warnings) }
}

test('grants of what there is, or can be, are good', () => {
  assert.deepEqual(said('*', 'shop/*', 'shop/orders', 'crm/leads', 'crm/*', 'broken/x'), {
    problems: [],
    warnings: [],
  })
})

test('a grant of a dataset that no source has is a problem, and the nearest one is named', () => {
  assert.deepEqual(said('shop/*', 'shpo/*', 'other/x').problems, [
    'groups.sales.tables.1: shpo/* names no source. Did you mean shop? Known: broken, crm, shop',
    'groups.sales.tables.2: other/x names no source. Known: broken, crm, shop',
  ])
})

test('a grant of a table that its source does not name is told, and may be meant for later', () => {
  const { problems, warnings } = said('shop/order')
  assert.deepEqual(problems, [])
  assert.deepEqual(warnings, [
    'groups.sales.tables.0: shop/order grants a table that is not pulled: sources.shop.tables does not name it',
  ])
})

for (const pattern of [
  'shop',
  'shop/',
  '/orders',
  'shop/*/x',
  '**',
  'shop/**',
  'Shop/*',
  '*/orders',
  '',
])
  test(`“${pattern}” is refused as a grant: it would look like one and open nothing`, () => {
    assert.equal(groupSection.safeParse({ tables: [pattern] }).success, false)
    assert.equal(isGranted([pattern], 'shop/orders'), false)
  })

test('members are addresses, compared in small letters, and no group has another key', () => {
  const parsed = groupSection.parse({ members: ['Ann@ACME.com'], tables: null })
  assert.deepEqual(parsed, { members: ['ann@acme.com'], tables: [] })
  for (const wrong of [
    { members: ['ann'] },
    { members: ['ann@acme.com, bob@acme.com'] },
    { members: 'ann@acme.com' },
    { member: [] },
    { tables: { shop: '*' } },
  ])
    assert.equal(groupSection.safeParse(wrong).success, false, JSON.stringify(wrong))
})
