import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { readOutput } from '../runs/script-output.ts'
import { judgeQuery } from '../runs/sql-alert.ts'
import { readHeader } from '../workspace/script-header.ts'
import { languages, languageOf, scriptName } from '../workspace/script-name.ts'
import { starters } from './starters.ts'

test('there is one script to begin with for each way to write one', () => {
  assert.deepEqual(starters.map(({ kind }) => kind).toSorted(), languages.toSorted())
  for (const { kind, name } of starters) {
    assert.equal(scriptName.safeParse(name).success, true, name)
    assert.equal(languageOf(name), kind)
  }
})

for (const { name, source } of starters)
  test(`the header of ${name} says when it runs, without a mistake`, () => {
    const { schedule, cooldown, problems } = readHeader(source, name)
    assert.deepEqual([schedule, cooldown, problems], ['0 8 * * *', '12h', []])
  })

const sourceOf = (kind: string) => starters.find((one) => one.kind === kind)?.source ?? ''

test('the JavaScript to begin with prints what a script may say', () => {
  const args = ['--input-type=module', '--eval', sourceOf('js')]
  const read = readOutput(execFileSync(process.execPath, args, { encoding: 'utf8' }))
  assert.deepEqual(read, { output: { notify: true, title: 'Orders', message: '*42* orders' } })
})

test('the query to begin with tells what it finds', () => {
  const found = { columns: ['orders'], rows: [{ orders: 42 }], total: 1 }
  const { notify, title, message } = judgeQuery(
    readHeader(sourceOf('sql'), 'my_alert.sql'),
    'my_alert.sql',
    found,
  )
  assert.deepEqual([notify, title, message], [true, 'Orders of yesterday', '42 orders'])
})
