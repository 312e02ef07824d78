import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    readonly values: { readonly x: readonly string[]; readonly y: readonly (number | null)[] }
  }
}

test('bars and lines are drawn of two columns, numbers that came as text among them', () => {
  for (const kind of ['bar', 'line'])
    assert.deepEqual(dataIn(chartProgram(`${kind} day orders`, sales)), {
      kind,
      values: { x: ['Mon', 'Tue'], y: [7, 12] },
      ...{ x: 'day', y: 'orders', total: 2 },
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

test('what is missing, or is no number, was drawn as zero: it is left out', () => {
  const odd = ['n/a', 'NaN', 'Infinity', '', true, {}]
  const rows = result(
    ['day', 'orders'],
    { day: null, orders: null },
    {},
    ...odd.map((orders) => ({ orders })),
  )
  const { x, y } = dataIn(chartProgram('bar day orders', rows)).values
  assert.deepEqual(
    x,
    rows.rows.map(() => ''),
  )
  assert.deepEqual(y, [null, null, null, null, null, null, 1, null])
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

const python = '/usr/bin/python3'
const skip =
  spawnSync(python, ['-I', '-c', 'import matplotlib']).status !== 0 && 'no matplotlib here'

/** The points of a chart from left to right, what is written below them, and how far each stands from the first. */
async function drawn(
  chart: string,
  columns: readonly string[],
  ...rows: Record<string, unknown>[]
) {
  const scratch = await mkdtemp(join(tmpdir(), 'chart-'))
  try {
    const look = `
lines = [list(zip(line.get_xdata(), line.get_ydata())) for line in axes.lines]
bars = [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in axes.patches]
drawn = (lines or [bars])[0]
print(json.dumps([[None if y != y else float(y) for _, y in drawn],
  [tick.get_text() for tick in axes.get_xticklabels()],
  [round(float(x - drawn[0][0]), 6) for x, _ in drawn]]))`
    const source = `${chartProgram(chart, result(columns, ...rows))}${look}`
    const env = { SCRATCH: scratch, MPLCONFIGDIR: scratch }
    const { stdout, stderr } = spawnSync(python, ['-I', '-c', source], { env, encoding: 'utf8' })
    assert.notEqual(stdout, '', stderr)
    return JSON.parse(stdout) as readonly [(number | null)[], string[], number[]]
  } finally {
    await rm(scratch, { recursive: true })
  }
}

test(
  'days of a query that begins with the last went from right to left: they stand in their order',
  { skip },
  async () => {
    const days = ['2026-03-03', '2026-03-02', '2026-03-01'].map((day, n) => ({ day, n }))
    for (const kind of ['bar', 'line'])
      assert.deepEqual((await drawn(`${kind} day n`, ['day', 'n'], ...days))[0], [2, 1, 0])
  },
)

const rowsOf = (days: readonly (string | null)[]) => days.map((day, n) => ({ day, n }))

test(
  'one row without a day made neighbours of all others, as if no day were missing: it alone is left out',
  { skip },
  async () => {
    const days = rowsOf(['2026-03-05', null, '2026-03-01', '2026-03-02'])
    for (const kind of ['bar', 'line']) {
      const [values, , places] = await drawn(`${kind} day n`, ['day', 'n'], ...days)
      assert.deepEqual(
        [values, places],
        [
          [2, 3, 0],
          [0, 1, 4],
        ],
      )
    }
  },
)

test('a month that is missing leaves its place free, as a day does', { skip }, async () => {
  const months = rowsOf(['2026-01', '2026-02', '2026-04'])
  const [, , places] = await drawn('bar day n', ['day', 'n'], ...months)
  assert.deepEqual(places, [0, 31, 90])
})

test('moments with an offset from UTC stand beside those without one', { skip }, async () => {
  const moments = rowsOf(['2026-03-01 00:00:00', '2026-03-02 02:00:00+02', '2026-03-02 12:00:00'])
  const [, , places] = await drawn('line day n', ['day', 'n'], ...moments)
  assert.deepEqual(places, [0, 1, 1.5])
})

test('numbers below a line keep their distance when one is missing', { skip }, async () => {
  const hours = [7, null, 9, 8].map((day, n) => ({ day, n }))
  const [values, , places] = await drawn('line day n', ['day', 'n'], ...hours)
  assert.deepEqual(
    [values, places],
    [
      [0, 3, 2],
      [0, 1, 2],
    ],
  )
})

test(
  'what is no day stands as the query has it, a missing value is a gap, and of many names a few are written',
  { skip },
  async () => {
    const rows = Array.from({ length: 100 }, (_, n) => ({
      shop: `$shop ${100 - n}$`,
      n: n || null,
    }))
    const [values, names] = await drawn('line shop n', ['shop', 'n'], ...rows)
    assert.deepEqual([values.slice(0, 3), values.at(-1)], [[null, 1, 2], 99])
    assert.deepEqual([names.length, names[0], names[1]], [12, '$shop 100$', '$shop 91$'])
  },
)
