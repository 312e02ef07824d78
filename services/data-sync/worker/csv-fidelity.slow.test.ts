import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dialect } from '#core/connector.ts'
import { openConversion } from '../../../tests/peers/conversion.ts'
import { chooser } from '../../../tests/peers/seeded-random.ts'

type Cell = string | null

/** How a program writes a cell that it was told to write in this dialect; absent is bare and empty is quoted. */
function written(cell: Cell, { delimiter, quote, escape }: Dialect, always: boolean): string {
  if (cell === null) return ''
  const special = [quote, delimiter, '\r', '\n', ...(escape === quote ? [] : [escape])]
  if (!always && cell !== '' && !special.some((text) => cell.includes(text))) return cell
  const escaped = [...cell].map((letter) =>
    [quote, escape].includes(letter) ? escape + letter : letter,
  )
  return quote + escaped.join('') + quote
}

/** A table with everything that programs find hard to read, and its text. */
function randomTable(seed: number) {
  const { below, pick } = chooser(seed * 7919)
  const quote = pick(['"', "'"])
  const dialect: Dialect = {
    delimiter: pick([',', ';', '\t', '|', ' ', '§', '│']),
    quote,
    escape: pick([quote, quote, '\\']),
    encoding: 'utf-8',
  }
  const end = pick(['\n', '\r\n', '\r'])
  const odd = [
    quote,
    quote + quote,
    `${quote}q${quote}`,
    `\\${quote}`,
    `${quote}${end}`,
    `${end}${end}`,
  ]
  const cells: readonly Cell[] = [
    ...[null, null, '', 'a', 'žluť', 'ç', '\\', 'x\\', 'NULL', 'null', ' before', 'after ', '\t'],
    ...[
      '\0',
      '\u2028',
      '😀',
      'x'.repeat(300),
      `one${dialect.delimiter}two`,
      `two${end}lines`,
      ...odd,
    ],
  ]
  const width = 2 + below(3)
  const header = Array.from({ length: width }, (_, at) => `c${at}`)
  const rows = Array.from({ length: 1 + below(3000) }, () => header.map(() => pick(cells)))
  // A row of nothing but absent cells in one column of delimiters is a row; a blank line would be none.
  const lines = rows.map((row) =>
    row.map((cell) => written(cell, dialect, below(3) === 0)).join(dialect.delimiter),
  )
  const text = [header.join(dialect.delimiter), ...lines].join(end) + (below(2) === 0 ? end : '')
  const declared = Object.fromEntries(header.map((name) => [name, { type: 'VARCHAR' }]))
  return { text, rows, dialect, declared, width, what: JSON.stringify({ seed, ...dialect, end }) }
}

test('every cell of every row comes back as it was written, in whatever dialect', async () => {
  await using lab = await openConversion()
  for (let seed = 1; seed <= 14; seed += 1) {
    const { text, rows, dialect, declared, what } = randomTable(seed)
    const slice = await lab.csv(text, { dialect, ...(seed % 3 === 0 && { compression: 'gzip' }) })
    const result = await lab.convert([slice], { declared })
    assert.deepEqual(result.rejects, [], what)
    assert.deepEqual(await lab.rows(result.file.path), rows, what)
  }
})

/** Ways in which a line of a table goes wrong, and whether its record is still one of its own. */
const harms: readonly ((line: string, dialect: Dialect) => string)[] = [
  (line, { delimiter }) => line + delimiter + 'more',
  () => 'too few',
  (line, { quote }) => `${quote}closed${quote}too early${line}`,
]

test('of a table with broken lines every record is a row or a reject, and the rows are those that are whole', async () => {
  await using lab = await openConversion()
  for (let seed = 100; seed < 108; seed += 1) {
    const { below, pick } = chooser(seed)
    const dialect = { ...randomTable(seed).dialect }
    const plain = Array.from({ length: 200 + below(2000) }, (_, at) => [
      `${at}`,
      `"q ${at}" ž`,
      'end',
    ])
    const bad = new Set(Array.from({ length: 1 + below(20) }, () => below(plain.length)))
    const lines = plain.map((row, at) => {
      const line = row.map((cell) => written(cell, dialect, true)).join(dialect.delimiter)
      return bad.has(at) ? pick(harms)(line, dialect) : line
    })
    const text = ['a', 'b', 'c'].join(dialect.delimiter) + `\n${lines.join('\n')}\n`
    const declared = { a: { type: 'VARCHAR' }, b: { type: 'VARCHAR' }, c: { type: 'VARCHAR' } }
    const what = JSON.stringify({ seed, ...dialect, bad: [...bad] })
    const result = await lab.convert([await lab.csv(text, { dialect })], {
      declared,
      maxRejected: 1,
    })
    assert.deepEqual(
      await lab.rows(result.file.path),
      plain.filter((_, at) => !bad.has(at)),
      what,
    )
    assert.equal(result.rejected, bad.size, what)
    const kept = await lab.rows(
      result.rejectsFile?.path ?? '',
      'SELECT DISTINCT line FROM file ORDER BY 1',
    )
    assert.deepEqual(
      kept,
      [...bad].toSorted((a, b) => a - b).map((at) => [String(at + 2)]),
      what,
    )
  }
})

test('a table of a wide delimiter with one bad line failed for quotes that were closed', async () => {
  await using lab = await openConversion()
  for (const delimiter of ['§', '│', '😀']) {
    const dialect: Dialect = { delimiter, quote: '"', escape: '"', encoding: 'utf-8' }
    const lines = Array.from({ length: 300 }, (_, at) => `"${at}"${delimiter}"x"`)
    const text = `a${delimiter}b\n${lines.join('\n')}\nonly one\n`
    const result = await lab.convert([await lab.csv(text, { dialect })])
    assert.deepEqual(
      [result.file.rows, result.rejects.map(({ kind, line }) => [kind, line])],
      [300, [['MISSING COLUMNS', 302]]],
    )
  }
})

test('a first line that ends with a read, and a reject, leave no row unaccounted for', async () => {
  await using lab = await openConversion()
  const first = 'x'.repeat((1 << 20) - 1 - 2)
  const text = `${first},b\r\n${'1,2\r\n'.repeat(400)}3\r\n`
  assert.equal(Buffer.from(text)[(1 << 20) - 1], 13)
  const result = await lab.convert([await lab.csv(text)])
  assert.deepEqual(
    [result.file.rows, result.rejects.map(({ kind, line }) => [kind, line])],
    [400, [['MISSING COLUMNS', 402]]],
  )
})
