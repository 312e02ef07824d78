import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readHeader } from './script-header.ts'

test('comments at the top say when a script runs', () => {
  const python = '#!/usr/bin/env python3\n# schedule: 0 8 * * 1-5\n# cooldown: 6h\nprint(1)\n'
  assert.deepEqual(readHeader(python, 'a.py'), {
    schedule: '0 8 * * 1-5',
    cooldown: '6h',
    problems: [],
  })
  assert.equal(readHeader('// Schedule:  manual\n', 'a.js').schedule, 'manual')
  const sql = '-- title: Orders fell\n-- when: rows > 0\n\n-- message: {n} orders\nselect 1'
  const { title, when, message } = readHeader(sql, 'a.sql')
  assert.deepEqual([title, when, message], ['Orders fell', 'rows > 0', '{n} orders'])
})

test('without a word it is due every five minutes, as the original’s crontabs were', () => {
  assert.equal(readHeader('print(1)', 'a.py').schedule, '*/5 * * * *')
})

test('what stands below the first line of code says nothing', () => {
  assert.equal(readHeader('import os\n# schedule: 0 0 * * *', 'a.py').schedule, '*/5 * * * *')
})

test('what cannot be understood is a problem, and the script runs by hand only', () => {
  const { schedule, problems } = readHeader('# schedule: every morning\n# cooldown: soon', 'a.py')
  assert.equal(schedule, 'manual')
  assert.equal(problems.length, 2)
})

test('an alert whose condition or chart cannot be read was found out when it ran: its header says so, and a program’s is a comment', () => {
  const source = '-- when: many rows\n-- chart: pie a b\nselect 1'
  assert.deepEqual(readHeader(source, 'a.sql').problems, [
    'when: “many rows” is not COLUMN < <= > >= = != NUMBER',
    'chart: “pie a b” is not bar or line with two columns',
  ])
  assert.deepEqual(readHeader(source, 'a.py').problems, [])
  const good = '-- when: rows >= 1\n-- chart: line day n\nselect 1'
  assert.deepEqual(readHeader(good, 'a.sql').problems, [])
})

test('a line of very many blanks held up the whole runner for minutes: it is read at once', () => {
  const blanks = ' '.repeat(250_000)
  const { title, message, schedule } = readHeader(
    `# title: a${blanks}b\n#${blanks}message:${blanks}c${blanks}\n# schedule:${blanks}\n`,
    'a.py',
  )
  assert.deepEqual([title?.length, message, schedule], [250_002, 'c', '*/5 * * * *'])
})

test('lines may end as on Windows', () => {
  const { schedule, title } = readHeader(
    '# schedule: 0 8 * * *\r\n# title: Stock\r\n\r\nprint(1)\r\n',
    'a.py',
  )
  assert.deepEqual([schedule, title], ['0 8 * * *', 'Stock'])
})
