import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { createLog } from './log.ts'

/** What comes to a log, as the lines that it writes. */
function opened(level = 'trace') {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(...chunk.toString().split('\n').filter(Boolean))
      done()
    },
  })
  const read = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return { log: createLog(level, destination), lines, read }
}

const secret = 'hunter2-of-ann'
for (const field of ['password', 'token', 'secret', 'authorization', 'cookie', 'csrf', 'key'])
  test(`a field named ${field} is told of and not shown, also within another and in a child`, () => {
    const { log, lines } = opened()
    log.info({ [field]: secret, headers: { [field]: secret }, path: '/x' }, 'said')
    log.child({ service: 'bot', [field]: secret }).warn({ options: { [field]: secret } }, 'said')
    assert.equal(lines.length, 2)
    for (const line of lines) {
      assert.ok(!line.includes(secret), line)
      assert.match(line, /\[redacted\]/)
    }
  })

test('an event is one line with its level and its time, whatever is in it', () => {
  const { log, lines, read } = opened()
  log.error({ err: new Error('two\nlines'), name: 'a\u2028b\r\n' }, 'said\nin two')
  assert.equal(lines.length, 1)
  const [event] = read()
  assert.deepEqual([event?.['level'], event?.['msg']], ['error', 'said\nin two'])
  assert.match(String(event?.['time']), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.match(String((event?.['err'] as { stack: string }).stack), /Error: two\nlines\n\s+at /)
  assert.ok(!('pid' in (event ?? {})) && !('hostname' in (event ?? {})))
})

test('what is logged stays as it was: nothing is redacted in the object itself', () => {
  const { log } = opened()
  const options = { token: secret, nested: { password: secret } }
  log.info(options, 'said')
  assert.deepEqual(options, { token: secret, nested: { password: secret } })
})

test('a level leaves out what is below it', () => {
  const { log, read } = opened('warn')
  log.info('no')
  log.warn('yes')
  log.child({ service: 'bot' }).debug('no')
  assert.deepEqual(
    read().map(({ msg }) => msg),
    ['yes'],
  )
})
