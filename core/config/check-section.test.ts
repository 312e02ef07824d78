import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { checkSection } from './check-section.ts'
import type { Problem } from './problems.ts'

const deep = z.strictObject({
  folder: z.string(),
  retries: z.int().min(1).optional(),
  login: z.strictObject({ user: z.string(), password: z.string() }).optional(),
  tables: z.record(z.string(), z.strictObject({ delimiter: z.string().length(1) })).default({}),
  filters: z
    .array(z.strictObject({ column: z.string() }))
    .nullable()
    .optional(),
  column: z.preprocess(
    (value) => (typeof value === 'string' ? { type: value } : value),
    z.strictObject({ type: z.string() }).optional(),
  ),
  either: z.union([z.string(), z.strictObject({ path: z.string() })]).optional(),
})

function problemsOf(value: unknown, alsoKnown?: readonly string[]): readonly string[] {
  const problems: Problem[] = []
  assert.equal(checkSection(deep, value, ['sources', 'shop'], problems, alsoKnown), undefined)
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('what is good is parsed, and no problem is told', () => {
  const problems: Problem[] = []
  assert.deepEqual(checkSection(deep, { folder: 'x', column: 'BIGINT' }, ['a'], problems), {
    folder: 'x',
    tables: {},
    column: { type: 'BIGINT' },
  })
  assert.deepEqual(problems, [])
})

for (const [what, value, expected] of [
  ['a key that is missing', {}, ['sources.shop.folder: is missing; expected string']],
  [
    'another type',
    { folder: 7, retries: '3' },
    [
      'sources.shop.folder: expected string, got number',
      'sources.shop.retries: expected number, got string',
    ],
  ],
  [
    'null where a text belongs',
    { folder: null },
    ['sources.shop.folder: expected string, got null'],
  ],
  [
    'an unknown key',
    { folder: 'x', retires: 3 },
    [
      'sources.shop.retires: unknown key. Did you mean retries? Known: column, either, filters, folder, login, retries, tables',
    ],
  ],
  [
    'an unknown key of what is optional',
    { folder: 'x', login: { user: 'a', password: 'b', pasword: 'c' } },
    ['sources.shop.login.pasword: unknown key. Did you mean password? Known: password, user'],
  ],
  [
    'an unknown key of one of many',
    { folder: 'x', tables: { orders: { delimiter: ',', delimeter: ';' } } },
    ['sources.shop.tables.orders.delimeter: unknown key. Did you mean delimiter? Known: delimiter'],
  ],
  [
    'an unknown key in a list that may be empty',
    { folder: 'x', filters: [{ column: 'a' }, { column: 'b', colum: 'c' }] },
    ['sources.shop.filters.1.colum: unknown key. Did you mean column? Known: column'],
  ],
  [
    'an unknown key of what has a short form',
    { folder: 'x', column: { type: 'BIGINT', typ: 'x' } },
    ['sources.shop.column.typ: unknown key. Did you mean type? Known: type'],
  ],
  ['a list in place of a section', [], ['sources.shop: expected object, got array']],
  ['nothing at all', null, ['sources.shop: expected object, got null']],
] as const)
  test(`${what} is told with its place, and nothing comes out`, () => {
    assert.deepEqual(problemsOf(value), expected)
  })

test('all that is wrong is told at once', () => {
  const told = problemsOf({ retries: 0, tables: { a: { delimiter: 'ab' }, b: 7 }, other: 1 })
  assert.deepEqual(
    told.map((line) => line.split(':')[0]).toSorted(),
    ['folder', 'other', 'retries', 'tables.a.delimiter', 'tables.b'].map(
      (path) => `sources.shop.${path}`,
    ),
  )
})

test('of several forms the reason of the first is told, so that a typing error is found', () => {
  const [told] = problemsOf({ folder: 'x', either: { pth: 'y' } })
  assert.match(told ?? '', /^sources\.shop\.either: .*expected string/)
})

test('keys that somebody else reads are among the known ones', () => {
  const [told] = problemsOf({ folder: 'x', conector: 'files' }, ['connector', 'title'])
  assert.match(told ?? '', /Did you mean connector\? Known: .*connector.*title/)
})
