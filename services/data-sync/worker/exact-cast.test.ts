import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { quoteText } from '#core/sync/sql-text.ts'
import { chooser } from '../../../tests/peers/seeded-random.ts'
import { isSameNumber, meaningOf } from '../../../tests/peers/written-numbers.ts'
import { exactCast, needsCare } from './exact-cast.ts'
import { selectRows } from './open-duckdb.ts'

let db: DuckDBConnection
before(async () => {
  db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
  await db.run("SET timezone = 'UTC'")
})
after(() => db.closeSync())

interface Outcome {
  readonly text: string
  /** As DuckDB prints it; null where the text does not fit. */
  readonly value: string | null
  readonly misfit: boolean
  /** The same at full speed; null where it asks for care. */
  readonly strict: string | null
}

async function castAll(texts: readonly string[], type: string, rounds = false) {
  const { value, misfit, strict = 'NULL' } = exactCast('text', type, rounds)
  // One error would end the whole query.
  const fast = strict.replaceAll(`error('${needsCare}')`, 'NULL').replaceAll('CAST(', 'TRY_CAST(')
  return (await selectRows(
    db,
    `SELECT text, CAST(${value} AS VARCHAR) AS value, ${misfit} AS misfit,
            CAST(${fast} AS VARCHAR) AS strict
     FROM (VALUES ${texts.map((text) => `(${quoteText(text)})`).join(', ')}) t(text)`,
  )) as readonly unknown[] as readonly Outcome[]
}

/** How people and programs write numbers, and what only looks like one. */
function numbersAsWritten(seed: number, count: number): readonly string[] {
  const { below, pick } = chooser(seed)
  const digits = (most: number) =>
    Array.from({ length: below(most + 1) }, () => pick([...'0001234567899'])).join('')
  return Array.from({ length: count }, () => {
    const number = [
      pick(['', '', '', '-', '+']),
      digits(pick([1, 3, 9, 19, 21, 38])),
      pick(['', '', `.${digits(2)}`, `.${digits(9)}`, `.${digits(2)}000000`, '.']),
      pick(['', '', '', '', '', `e${pick(['', '-', '+'])}${below(6)}`, `E${below(4)}`]),
    ].join('')
    return pick([
      number,
      number,
      number,
      ` ${number} `,
      `${number} `,
      `${number}x`,
      `${number}-1`,
      `${number}\t`,
    ])
  })
}

const numberTypes = [
  ...['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'UBIGINT'],
  ...['DECIMAL(18,2)', 'DECIMAL(38,10)', 'DECIMAL(38,0)', 'DECIMAL(4,3)', 'DECIMAL(9,0)'],
]

for (const [at, type] of numberTypes.entries()) {
  test(`of any text a ${type} is the very number that is written, or a misfit`, async () => {
    const outcomes = await castAll(numbersAsWritten(at + 1, 1500), type)
    let [fitted, misfits] = [0, 0]
    for (const { text, value, misfit, strict } of outcomes) {
      const what = `${JSON.stringify(text)} is ${value}`
      if (value === null) misfits += Number(misfit)
      else fitted += 1
      if (value !== null) assert.ok(isSameNumber(text, value), what)
      assert.equal(misfit, value === null && /[^ ]/.test(text), what)
      if (strict !== null) assert.equal(strict, value, `at full speed ${what}`)
    }
    assert.ok(fitted > 50 && misfits > 50, `${fitted} fitted, ${misfits} did not`)
  })
}

test('a number that a type can hold is never a misfit', async () => {
  const { below } = chooser(7)
  for (const [type, whole, scale] of [
    ['BIGINT', 18, 0],
    ['INTEGER', 9, 0],
    ['DECIMAL(18,4)', 14, 4],
    ['DECIMAL(38,20)', 18, 20],
  ] as const) {
    const texts = Array.from({ length: 300 }, () => {
      const digits = (most: number) =>
        Array.from({ length: below(most + 1) }, () => below(10)).join('')
      const fraction = digits(scale)
      return `${['', '-'][below(2)]}${below(9) + 1}${digits(whole - 1)}${fraction && `.${fraction}`}`
    })
    for (const { text, value, misfit, strict } of await castAll(texts, type)) {
      assert.equal(misfit, false, `${text} for ${type}`)
      assert.ok(value !== null && isSameNumber(text, value) && strict === value, text)
    }
  }
})

test('where the operator wants rounding, a number is off by half of the last digit at most', async () => {
  const plain = numbersAsWritten(99, 1500).filter((text) => !/e/i.test(text))
  for (const { text, value, misfit } of await castAll(plain, 'DECIMAL(38,2)', true)) {
    const meaning = meaningOf(text)
    if (value === null || !meaning) {
      assert.equal(misfit, value === null && /[^ ]/.test(text), text)
      continue
    }
    const scale = Math.max(meaning.scale, 2)
    const off =
      meaning.whole * 10n ** BigInt(scale - meaning.scale) -
      BigInt(value.replace('.', '')) * 10n ** BigInt(scale - 2)
    assert.ok((off < 0n ? -off : off) * 2n <= 10n ** BigInt(scale - 2), `${text} is ${value}`)
  }
})

test('a sign without a number was nought, and a number that is rounded to nought is no misfit', async () => {
  const signs = ['-', '- ', ' - ', '-\t', '+ ', '.', '-.', ' -   ']
  const small = ['1e-5', '-3.7E-9', '.004', '0', '-0', ' 0 ', '0.00', '-0.001']
  for (const type of ['DECIMAL(18,2)', 'DECIMAL(38,2)']) {
    const outcomes = await castAll([...signs, ...small], type, true)
    assert.deepEqual(
      outcomes.map(({ text, value, misfit }) => [text, value, misfit]),
      [...signs.map((text) => [text, null, true]), ...small.map((text) => [text, '0.00', false])],
    )
    for (const { text, value, strict } of outcomes)
      if (strict !== null) assert.equal(strict, value, `at full speed: ${text}`)
  }
})

/** Of each type: texts, and the value that each of them is; null is a misfit. */
const moments: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  DATE: {
    '2024-02-29': '2024-02-29',
    '2023-02-29': null,
    '1900-02-29': null,
    '2000-02-29': '2000-02-29',
    '2024-2-9': '2024-02-09',
    '2024/02/09': '2024-02-09',
    ' 2024-02-29 ': '2024-02-29',
    '2024-02-29 00:00:00': '2024-02-29',
    '2024-02-29T00:00:00Z': '2024-02-29',
    '2024-02-29 10:00:00': null,
    '2024-1-1x': null,
    '2024-1-15x': null,
    '2024-1-1 9': null,
    '2024-1-1/': null,
    '2024-01-00': null,
    '2024-13-01': null,
    '20240101': null,
    '01.02.2024': null,
    '0000-00-00': null,
    '9999-12-31': '9999-12-31',
    '12024-01-01': '12024-01-01',
    epoch: null,
    infinity: null,
    '-inf': null,
    today: null,
  },
  TIME: {
    '10:00': '10:00:00',
    '9:5': '09:05:00',
    '23:59:59.999999': '23:59:59.999999',
    '10:00:00.123456000': '10:00:00.123456',
    '10:00:00.1234567': null,
    '10:00:00+02': null,
    '10:00:00 +02': null,
    '10:00:00-0130': null,
    '10:00:00Z': null,
    '10:00 PM': null,
    '2024-01-01 10:00:00': null,
    '25:00': null,
    '10:60': null,
    '10': null,
  },
  TIMESTAMP: {
    '2024-02-29 10:00': '2024-02-29 10:00:00',
    '2024-02-29T10:00:00.5': '2024-02-29 10:00:00.5',
    '2024-02-29': '2024-02-29 00:00:00',
    '2024-02-29 10:00:00Z': null,
    '2024-02-29 10:00:00+02': null,
    '2024-02-29 10:00:00.5-0130': null,
    '2024-02-29 10:00:00+02:00:30': null,
    '2024-02-29 10:00:00 UTC': null,
    '2024-02-29 10:00:00 Europe/Prague': null,
    '2024-02-29 10:00:00.1234567': null,
    '2024-02-29 10:00:00.1234560': '2024-02-29 10:00:00.123456',
    '2016-12-31 23:59:60': null,
    '2023-02-29 10:00': null,
    '2024-02-29 10': null,
    epoch: null,
    infinity: null,
  },
  'TIMESTAMP WITH TIME ZONE': {
    '2024-03-31 02:30:00+01:00': '2024-03-31 01:30:00+00',
    '2024-03-31 02:30:00+0200': '2024-03-31 00:30:00+00',
    '2024-03-31T02:30:00Z': '2024-03-31 02:30:00+00',
    '2024-03-31 02:30:00': '2024-03-31 02:30:00+00',
    '2024-12-31 23:30:00-01': '2025-01-01 00:30:00+00',
    '2024-03-31 02:30:00.1234567Z': null,
    epoch: null,
  },
  BOOLEAN: { true: 'true', F: 'false', YES: 'true', n: 'false', '1': 'true', '2': null, on: null },
  'INTEGER[]': { '[1, 2]': '[1, 2]', '[]': '[]', '[1, x]': null, '1, 2': null, '[1': null },
  UUID: { '6f9619ff-8b86-d011-b42d-00c04fc964ff': '6f9619ff-8b86-d011-b42d-00c04fc964ff', x: null },
  JSON: { '{"a":1}': '{"a":1}', '{"a":1': null, nope: null },
}

for (const [type, cases] of Object.entries(moments)) {
  test(`a ${type} is what is written, and what would have to be altered is a misfit`, async () => {
    for (const { text, value, misfit, strict } of await castAll(Object.keys(cases), type)) {
      assert.deepEqual([value, misfit], [cases[text], cases[text] === null], text)
      // Of a list TRY_CAST takes a part, and CAST, which stands there, does not.
      if (strict !== null && !type.endsWith(']'))
        assert.equal(strict, value, `at full speed: ${text}`)
    }
  })
}

test('empty text and blanks are absent, of every type but text', async () => {
  for (const type of [...numberTypes, ...Object.keys(moments), 'DOUBLE']) {
    for (const { value, misfit } of await castAll(['', ' ', '   '], type))
      assert.deepEqual([value, misfit], [null, false], type)
  }
  const texts = ['', ' ', ' a ', 'null', '0']
  for (const { text, value, misfit } of await castAll(texts, 'VARCHAR'))
    assert.deepEqual([value, misfit], [text, false])
})

test('a number with a point is the nearest that there is, and never one without end', async () => {
  const texts = ['0.1', '-1e-300', '1.7976931348623157e308', '1e309', '-1e400', 'nan', 'inf', 'x']
  const outcomes = await castAll(texts, 'DOUBLE')
  assert.deepEqual(
    outcomes.map(({ value, misfit }) =>
      misfit ? 'misfit' : value === null ? null : Number(value),
    ),
    [0.1, -1e-300, Number.MAX_VALUE, 'misfit', 'misfit', NaN, NaN, 'misfit'],
  )
  for (const { text, value, strict } of outcomes)
    if (strict !== null) assert.equal(strict, value, text)
})
