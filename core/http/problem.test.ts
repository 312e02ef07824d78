import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseError } from 'pg'
import {
  AppError,
  BadRequest,
  ConfigError,
  Conflict,
  Forbidden,
  NotFound,
  TooLarge,
  TooManyRequests,
  Unauthorized,
  Unavailable,
  UnitLoadError,
  UpstreamError,
} from '../errors.ts'
import { asAppError, problemOf } from './problem.ts'

const secret = 'postgres://analyst:hunter2@db/analyst'

for (const [error, status, title] of [
  [new BadRequest('a', 'words'), 400, 'Bad Request'],
  [new Unauthorized('a', 'words'), 401, 'Unauthorized'],
  [new Forbidden('a', 'words'), 403, 'Forbidden'],
  [new NotFound('a', 'words'), 404, 'Not Found'],
  [new Conflict('a', 'words'), 409, 'Conflict'],
  [new TooLarge('a', 'words'), 413, 'Payload Too Large'],
  [new TooManyRequests('a', 'words'), 429, 'Too Many Requests'],
  [new UpstreamError('a', 'words'), 502, 'Bad Gateway'],
  [new Unavailable('a', 'words'), 503, 'Service Unavailable'],
  [new AppError(418, 'a', 'words'), 418, "I'm a Teapot"],
  [new AppError(499, 'a', 'words'), 499, 'Error'],
] as const)
  test(`${error.name} with ${status} is told in its own words`, () => {
    assert.deepEqual(problemOf(error), {
      ...{ type: 'about:blank', title, status, detail: 'words', code: 'a' },
    })
  })

test('remedy and request are told where there are any, and the cause never', () => {
  const error = new Conflict('busy', 'It is in use', {
    ...{ remedy: 'Wait.', cause: new Error(secret), headers: { 'Retry-After': '1' } },
  })
  const problem = problemOf(error, 'request-1')
  assert.deepEqual([problem.remedy, problem.requestId], ['Wait.', 'request-1'])
  assert.doesNotMatch(JSON.stringify(problem), /hunter2/)
})

const own: Readonly<Record<string, unknown>> = {
  'an error of nobody': new Error(secret),
  'a configuration of ours': new ConfigError([secret]),
  'a unit that does not load': new UnitLoadError('/srv', secret),
  'a 500 of ours': new AppError(500, 'whatever', secret, { remedy: secret }),
  'a text': secret,
  nothing: undefined,
  null: null,
  'an object that looks like one of ours': { status: 400, code: 'a', message: secret },
  'an error with a status that nobody exposed': Object.assign(new Error(secret), { status: 400 }),
  'an error that is exposed and ours to blame': httpError(503, secret, true),
  'an error that is not exposed': httpError(404, secret, false),
  'an error with a status that is a text': Object.assign(new Error(secret), {
    ...{ status: '400', expose: true },
  }),
  'a key that is there twice': databaseError('23505'),
  'a lost connection': databaseError('57P01'),
}
for (const [what, error] of Object.entries(own))
  test(`of ${what} only that it happened is told`, () => {
    const problem = problemOf(error)
    assert.deepEqual([problem.status, problem.code], [500, 'internal_error'])
    assert.match(problem.remedy ?? '', /finds the reason in the log/)
    assert.doesNotMatch(JSON.stringify(problem), /hunter2/)
    assert.equal(asAppError(error).cause, error, 'the log has all of it')
  })

test('what koa finds wrong with a request is told in its words', () => {
  const { status, code, detail } = problemOf(httpError(414, 'URI too long', true))
  assert.deepEqual([status, code, detail], [414, 'bad_request', 'URI too long'])
})

for (const code of ['22021', '22P05'])
  test(`a text that PostgreSQL cannot keep (${code}) is the sender’s, and what it says is not told`, () => {
    const problem = problemOf(databaseError(code))
    assert.deepEqual([problem.status, problem.code], [400, 'unstorable_text'])
    assert.doesNotMatch(JSON.stringify(problem), /hunter2/)
  })

/** As http-errors marks them, which koa throws. */
function httpError(status: number, message: string, expose: boolean): Error {
  return Object.assign(new Error(message), { status, expose })
}

function databaseError(code: string): DatabaseError {
  return Object.assign(new DatabaseError(secret, secret.length, 'error'), { code })
}
