import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typedOptions } from './typed-options.ts'

test('options are passed on as they were typed: a value with its name, one for each time, nothing for none', () => {
  const values = {
    yes: true,
    out: '/a b',
    without: ['homes', 'objects'],
    keep: undefined,
    quiet: false,
  }
  const names = ['without', 'yes', 'keep', 'quiet', 'out', 'unknown']
  assert.deepEqual(typedOptions({ positionals: [], values }, names), [
    '--without=homes',
    '--without=objects',
    '--yes',
    '--out=/a b',
  ])
})

test('what begins like an option of its own stays the value that it is', () => {
  const input = { positionals: [], values: { name: '--yes' } }
  assert.deepEqual(typedOptions(input, ['name']), ['--name=--yes'])
})
