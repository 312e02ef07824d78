import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { shellCommand, shellWord } from './shell-word.ts'

test(
  'a shell takes every word as it is',
  { skip: process.platform === 'win32' && 'no POSIX shell' },
  () => {
    const words = [
      '',
      ' ',
      "it's",
      '"',
      '$(id)',
      '`id`',
      '; id',
      '&& id',
      '\\',
      "'\\''",
      '*',
      '~',
      '-n',
      'a\nb',
      '!',
      'ř',
    ]
    const program = ['printf', '%s\\0', ...words]
    const out = execFileSync('sh', ['-c', shellCommand(program)], { encoding: 'utf8' })
    assert.deepEqual(out.split('\0').slice(0, -1), words)
  },
)

test('a NUL is no part of a word', () => {
  assert.throws(() => shellWord('a\0b'), RangeError)
})
