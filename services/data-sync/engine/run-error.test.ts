import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UpstreamError } from '#core/errors.ts'
import { runErrorOf } from './run-error.ts'

test('a failure of the source stands in the run with its code and remedy', () => {
  const error = new UpstreamError('source_missing', 'gone', { remedy: 'Put it back.' })
  assert.deepEqual(runErrorOf(error), {
    code: 'source_missing',
    message: 'gone',
    remedy: 'Put it back.',
  })
})

test('a full disk is told as such, wherever it was met', () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    const error = Object.assign(new Error(`${code}: no space left on device, copyfile`), { code })
    const { code: told, remedy } = runErrorOf(error)
    assert.equal(told, 'disk_full')
    assert.match(remedy ?? '', /Free space below DATA_DIR/)
  }
})

test('anything else is called a defect, and never fills the table with its text', () => {
  const { code, message, remedy } = runErrorOf(new TypeError('x'.repeat(10_000)))
  assert.equal(code, 'internal_error')
  assert.equal(message.length, 4000)
  assert.match(remedy ?? '', /defect/)
  assert.equal(runErrorOf('thrown text').message, 'thrown text')
})

test('a remedy that holds what PostgreSQL cannot keep was written down by nobody: the engine began again for ever', () => {
  const error = new UpstreamError('odd', 'x\0y', { remedy: `rename a\0b ${'é'.repeat(9000)}` })
  const { message, remedy } = runErrorOf(error)
  assert.equal(message.includes('\0'), false)
  assert.match(remedy ?? '', /^rename a[^\0]b é+/)
  assert.equal(remedy?.length, 4000)
  assert.equal(runErrorOf(new UpstreamError('odd', 'x')).remedy, null)
})
