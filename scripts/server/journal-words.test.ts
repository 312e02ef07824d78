import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journalWords } from './journal-words.ts'

const installed = {
  units: ['postgres.service', 'webapp.service'],
  timers: ['collector.timer'],
  rootless: false,
}
const all = ['--unit=postgres.service', '--unit=webapp.service', '--unit=collector.service']

test('without a word the last lines of every unit are asked for, those of jobs too', () => {
  const words = journalWords(installed, { follow: false })
  assert.deepEqual(words, [...all, '--lines=200', '--no-pager'])
})

test('what was typed counts: a time has no limit of lines, unless one is said', () => {
  for (const [question, words] of [
    [{ since: '-1h', follow: false }, [...all, '--since=-1h', '--no-pager']],
    [
      { since: 'yesterday', lines: '5', follow: false },
      [...all, '--since=yesterday', '--lines=5', '--no-pager'],
    ],
    [{ lines: 'all', follow: true }, [...all, '--lines=all', '--follow']],
    [
      { unit: 'collector', follow: false },
      ['--unit=collector.service', '--lines=200', '--no-pager'],
    ],
  ] as const) {
    assert.deepEqual(journalWords(installed, question), words)
  }
  const ended = journalWords(installed, { unit: 'webapp.service', follow: false })
  assert.deepEqual(ended, journalWords(installed, { unit: 'webapp', follow: false }))
  const own = journalWords({ ...installed, rootless: true }, { unit: 'webapp', follow: true })
  assert.deepEqual(own, ['--user', '--unit=webapp.service', '--lines=200', '--follow'])
})

test('a unit of somebody else’s, a pattern and an option are no unit of ours', () => {
  for (const unit of ['sshd', 'web*', '--system', 'sshd.service', 'collector.timer', '']) {
    assert.throws(() => journalWords(installed, { unit, follow: false }), {
      code: 'no_such_unit',
      remedy: 'There are: postgres, webapp, collector',
    })
  }
})
