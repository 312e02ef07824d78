import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartProgram } from './chart-program.ts'

const result = (columns: readonly string[], ...rows: Record<string, unknown>[]) => ({
  columns: [...columns],
  rows,
  total: rows.length,
})
const sales = result(['day', 'orders'], { day: 'Mon', orders: 7 }, { day: 'Tue', orders: '12' })

const LOADED = /^said = json\.loads\(("[^\n]*")\)$/m

/** What the program is given: JSON within a literal that JSON and Python write alike. */
function dataIn(program: string | undefined) {
  const [, literal = '""'] = LOADED.exec(program ?? '') ?? []
  return JSON.parse(JSON.parse(literal) as string) as {
    readonly kind: string
    readonly values: { readonly x: readonly string[]; readonly y: readonly number[] }
  }
}

test('bars and lines are drawn of two columns, numbers that came as text among them', () => {
  for (const kind of ['bar', 'line'])
    assert.deepEqual(dataIn(chartProgram(`${kind} day orders`, sales)), {
      kind,
      values: { x: ['Mon', 'Tue'], y: [7, 12] },
      ...{ x: 'day', y: 'orders' },
    })
})

for (const chart of [
  '',
  'bar',
  'bar day',
  'bar day orders more',
  'pie day orders',
  'BAR day orders',
  'bar day nothing',
  'bar constructor orders',
  'bar rows orders',
  'bar "day" orders',
])
  test(`“${chart}” is no chart of two columns of the result`, () => {
    assert.equal(chartProgram(chart, sales), undefined)
  })

test('a column may be drawn over itself, words may be far apart, and no rows are an empty picture', () => {
  assert.deepEqual(dataIn(chartProgram('bar orders orders', sales)).values.x, ['7', '12'])
  assert.ok(chartProgram('line \t day   orders', sales))
  assert.deepEqual(dataIn(chartProgram('bar day orders', result(['day', 'orders']))).values, {
    x: [],
    y: [],
  })
})

test('what is missing is drawn as nothing', () => {
  const rows = result(['day', 'orders'], { day: null, orders: null }, {})
  assert.deepEqual(dataIn(chartProgram('bar day orders', rows)).values, { x: ['', ''], y: [0, 0] })
})

test('whatever a table holds travels as data: the program around it is always the same, and its literal is one line', () => {
  const hostile = [
    '")\nimport os\nos.system("id")\n#',
    "'''",
    '"""',
    '\\',
    '\\"',
    '\\\\")',
    '\r\n',
    '\0',
    '\u2028\u2029\u0085',
    '{said}',
    '\\N{BULLET}\\x41',
    '😀\ud83d',
  ]
  const bare = chartProgram('bar day orders', result(['day', 'orders']))?.replace(LOADED, '')
  assert.match(bare ?? '', /savefig/)
  for (const text of hostile) {
    const program = chartProgram(
      'bar day orders',
      result(['day', 'orders'], { day: text, orders: text }),
    )
    assert.equal(program?.replace(LOADED, ''), bare, text)
    assert.equal(dataIn(program).values.x[0], text)
    const [, literal = ''] = LOADED.exec(program ?? '') ?? []
    // Python knows all of these escapes by the same letters (Lexical analysis, string literals).
    assert.match(literal, /^"(?:[^"\\\n\r\0]|\\(?:["\\bfnrt]|u[\da-f]{4}))*"$/)
  }
})

test('the names of columns are data as well', () => {
  const name = `a");print("x")#`
  const program = chartProgram(`bar ${name} b`, result([name, 'b'], { [name]: 1, b: 2 }))
  assert.equal(
    program?.replace(LOADED, ''),
    chartProgram('bar day orders', sales)?.replace(LOADED, ''),
  )
})
