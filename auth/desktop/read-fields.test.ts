import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { readFields } from './read-fields.ts'

const schema = z.object({ code: z.string().min(1).max(9), state: z.string().optional() })

const refusalOf = (query: string): BadRequest => {
  try {
    readFields(new URLSearchParams(query), schema)
  } catch (error) {
    if (error instanceof BadRequest) return error
    throw error
  }
  return assert.fail(`taken: ${query}`)
}

test('parameters are read, and those that nobody knows are passed over', () => {
  assert.deepEqual(readFields(new URLSearchParams('code=a%20b&more=1'), schema), { code: 'a b' })
})

test('what is missing, wrong or too long is named, once each, and its value is not repeated', () => {
  const two = z.object({ code: z.string().regex(/^a/).max(2), state: z.string() })
  assert.throws(() => readFields(new URLSearchParams('code=secret'), two), {
    code: 'invalid_request',
    message: 'Missing or not as it should be: code, state.',
  })
  assert.match(refusalOf('').message, /: code\.$/)
  assert.ok(!refusalOf(`code=${'secret'.repeat(9)}`).message.includes('secret'))
})

test('a parameter that comes twice is refused, even with one value and even when nobody knows it', () => {
  for (const query of ['code=a&code=a', 'code=a&code=b', 'code=a&x=1&x=1', 'code=a&c%6Fde=b']) {
    const { status, code, message } = refusalOf(query)
    assert.deepEqual(
      [status, code, message],
      [400, 'invalid_request', 'A parameter is given twice.'],
    )
  }
})

test('names that mean something to objects are names like all others', () => {
  assert.deepEqual(readFields(new URLSearchParams('__proto__=x&constructor=y&code=a'), schema), {
    code: 'a',
  })
  assert.equal(({} as Record<string, unknown>)['x'], undefined)
  for (const name of ['__proto__', 'toString', 'constructor'])
    assert.match(refusalOf(`${name}=a`).message, /code/)
})
