import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NetworkError, ParseError, TelegramApiError, TimeoutError } from 'node-telegram-bot-api'
import { failureOf } from './failure.ts'

for (const [code, description, kind] of [
  [400, 'Bad Request: chat not found', 'gone'],
  [400, 'Bad Request: user not found', 'gone'],
  [400, 'Bad Request: PEER_ID_INVALID', 'gone'],
  [400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0', 'marks'],
  [
    400,
    'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    'marks',
  ],
  [400, 'Bad Request: message is too long', 'refused'],
  [400, 'Bad Request: IMAGE_PROCESS_FAILED', 'refused'],
  [401, 'Unauthorized', 'token'],
  [403, 'Forbidden: bot was blocked by the user', 'gone'],
  [403, 'Forbidden: user is deactivated', 'gone'],
  [404, 'Not Found', 'token'],
  [409, 'Conflict: terminated by other getUpdates request', 'conflict'],
  [413, 'Request Entity Too Large', 'refused'],
  [500, 'Internal Server Error', 'trouble'],
  [502, 'Bad Gateway', 'trouble'],
] as const)
  test(`${code} “${description.slice(0, 50)}” is ${kind}`, () => {
    const failure = failureOf(new TelegramApiError(code, description))
    assert.equal(failure.kind, kind)
    assert.match(failure.reason, new RegExp(`^Telegram answered .*${code}`))
  })

test('where Telegram asks to wait it says for how long, and a second where it does not', () => {
  const told = failureOf(new TelegramApiError(429, 'Too Many Requests', { retry_after: 35 }))
  assert.deepEqual([told.kind, told.kind === 'wait' && told.afterMs], ['wait', 35_000])
  const untold = failureOf(new TelegramApiError(429, 'Too Many Requests'))
  assert.equal(untold.kind === 'wait' && untold.afterMs, 1000)
})

for (const [what, error, reason] of [
  ['no answer in time', new TimeoutError(), 'Telegram did not answer in time'],
  ['an answer that is none', new ParseError('x'), 'Telegram answered something that is not JSON'],
  ['no connection', new NetworkError('getaddrinfo'), 'Telegram cannot be reached: getaddrinfo'],
  ['an error of ours', new Error('no database'), 'no database'],
  ['what is no error', 'text', 'text'],
] as const)
  test(`${what} is trouble that is tried again, with its reason`, () => {
    assert.deepEqual(failureOf(error), { kind: 'trouble', reason })
  })
