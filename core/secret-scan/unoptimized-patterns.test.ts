import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)

test('every rule finds its examples where V8 does not optimize patterns, as in a process that holds many', async () => {
  const tests = join(import.meta.dirname, 'secret-rules.test.ts')
  const args = [
    '--no-regexp-optimization',
    '--test-reporter=tap',
    '--test',
    '--test-isolation=none',
  ]
  // Within a test of ours the runner would take it for one of its own workers.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const { stdout } = await run(process.execPath, [...args, tests], { env })
  assert.match(stdout, /^# pass [1-9]\d{2}$/m)
  assert.match(stdout, /^# fail 0$/m)
})
