import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runData, scriptOf } from './script-button.ts'

const names = [
  'a.py',
  'A.py',
  'run:a.py',
  `${'x'.repeat(57)}.py`,
  `${'x'.repeat(58)}.py`,
  ...Array.from({ length: 90 }, (_, n) => `${'quarterly_revenue_'.repeat(5)}${n}.sql`),
  `${'é'.repeat(40)}.py`,
]

test('each button carries what Telegram takes, and means one script', () => {
  assert.equal(new Set(names.map(runData)).size, names.length)
  for (const name of names) {
    const data = runData(name)
    assert.ok(Buffer.byteLength(data) <= 64, data)
    assert.match(data, /^run[:~]/)
    assert.equal(scriptOf(data, names), name)
    assert.equal(
      scriptOf(
        data,
        names.filter((other) => other !== name),
      ),
      undefined,
      name,
    )
  }
})

test('a name is carried as it is for as long as there is room, counted in bytes', () => {
  assert.equal(runData(`${'x'.repeat(57)}.py`), `run:${'x'.repeat(57)}.py`)
  for (const name of [`${'x'.repeat(58)}.py`, `${'é'.repeat(29)}.py`])
    assert.match(runData(name), /^run~[\w-]{32}$/)
})

for (const data of [
  '',
  'run:',
  'run~',
  'a.py',
  'run:__proto__',
  'run:../a.py',
  'run: a.py',
  'RUN:a.py',
])
  test(`a press that says “${data}” means no script`, () => {
    assert.equal(scriptOf(data, names), undefined)
  })
