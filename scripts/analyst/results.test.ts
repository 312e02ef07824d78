import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvRecord } from './csv.ts'
import { exactNumber } from './exact-json.ts'
import { formatSeconds } from './format-seconds.ts'
import { progressBar, progressLine } from './progress.ts'
import { displayWidth, textTable } from './text-table.ts'

test('a number is a number in JSON only when nothing is lost', () => {
  const cases: readonly (readonly [string, number | string])[] = [
    ['0', 0],
    ['-17', -17],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['170141183460469231731687303715884105727', '170141183460469231731687303715884105727'],
    ['1.50', 1.5],
    ['10.00', 10],
    ['0.1', 0.1],
    ['-0.05', -0.05],
    ['12345678901234567.89', '12345678901234567.89'],
    ['0.0000001', '0.0000001'],
    ['100', 100],
  ]
  for (const [text, expected] of cases) assert.equal(exactNumber(text), expected, text)
})

test('CSV quotes what RFC 4180 says and tells an empty text from an absent value', () => {
  assert.equal(
    csvRecord(['a', null, '', 'x,y', 'say "hi"', 'two\nlines']),
    'a,,"","x,y","say ""hi""","two\nlines"\r\n',
  )
})

test('a table is aligned, whatever the width of its characters', () => {
  assert.equal(
    textTable(
      ['name', 'n'],
      [
        ['Zürich', '5'],
        ['東京', '1234'],
      ],
      [false, true],
    ),
    [
      '┌────────┬──────┐',
      '│ name   │    n │',
      '├────────┼──────┤',
      '│ Zürich │    5 │',
      '│ 東京   │ 1234 │',
      '└────────┴──────┘',
      '',
    ].join('\n'),
  )
  assert.equal(displayWidth('e\u0301'), 1)
  assert.equal(displayWidth('👍'), 2)
})

test('what would control the terminal is shown, not sent', () => {
  const drawn = textTable(['t'], [['a\u001b[31m\nb\tc']], [false])
  assert.ok(!drawn.includes('\u001b'))
  assert.ok(drawn.includes('\uFFFD[31m\\nb\\tc'))
  assert.ok(!textTable(['\u001b[2J'], [], [false]).includes('\u001b'), 'not in a heading either')
})

test('a table of more rows than a function takes arguments is drawn', () => {
  const rows = Array.from({ length: 200_000 }, (_, n) => [String(n)])
  assert.equal(textTable(['n'], rows, [true]).split('\n').length, 200_005)
})

test('times are short', () => {
  assert.equal(formatSeconds(0.44), '0.4 s')
  assert.equal(formatSeconds(200), '3 min 20 s')
  assert.equal(formatSeconds(59.4), '59 s')
  assert.equal(formatSeconds(59.7), '1 min 0 s')
})

test('progress says how much, how fast and how long still, and fits the line', () => {
  const standing = {
    bytes: 512 * 1024,
    totalBytes: 1024 * 1024,
    objects: 1,
    totalObjects: 2,
    seconds: 2,
  }
  assert.equal(
    progressLine(standing),
    '1 of 2 objects, 512.0 KiB of 1.0 MiB, 256.0 KiB/s, 2.0 s left',
  )
  for (const columns of [20, 80, 200]) {
    assert.equal(progressBar(standing, columns).length, columns - 1)
  }
  assert.match(progressBar(standing, 120), /^\[#{15}-{15}\] /)
})
