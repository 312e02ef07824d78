import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bearerAuthentication } from './bearer-authentication.ts'

function setUp() {
  const state = { now: 0, asked: 0, good: true }
  const authentication = bearerAuthentication(
    async (token) => {
      state.asked++
      return state.good && token === 'ada_good' ? { tables: ['*'] } : undefined
    },
    () => state.now,
  )
  return { state, authentication }
}

test('a revoked token stops at the next root and within a second for objects', async () => {
  const { state, authentication } = setUp()
  await authentication.recent('Bearer ada_good')
  state.good = false
  await assert.rejects(authentication.fresh('Bearer ada_good'), { code: 'invalid_token' })
  state.now = 999
  assert.deepEqual(await authentication.recent('Bearer ada_good'), { tables: ['*'] })
  state.now = 1000
  await assert.rejects(authentication.recent('Bearer ada_good'), { code: 'invalid_token' })
})

test('thousands of object requests ask the database once a second', async () => {
  const { state, authentication } = setUp()
  await Promise.all(Array.from({ length: 2000 }, () => authentication.recent('Bearer ada_good')))
  assert.equal(state.asked, 1)
})

test('an answer for one token is never given to another', async () => {
  const { authentication } = setUp()
  await authentication.recent('Bearer ada_good')
  await assert.rejects(authentication.recent('Bearer ada_bad'), {
    code: 'invalid_token',
    status: 401,
  })
})

test('a request without a bearer token is told how to authenticate', async () => {
  const { authentication } = setUp()
  for (const header of [undefined, '', 'Basic YTpi', 'Bearer', 'Bearer two words']) {
    await assert.rejects(authentication.recent(header), {
      code: 'token_missing',
      headers: { 'WWW-Authenticate': 'Bearer realm="sync"' },
    })
  }
})
