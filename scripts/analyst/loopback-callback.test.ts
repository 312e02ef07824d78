import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { openLoopbackCallback } from './loopback-callback.ts'

test('the browser that brings our state back is answered, and what it brought is known', async () => {
  await using door = await openLoopbackCallback('our-state')
  const answer = await fetch(
    `${door.address}?state=our-state&code=c%20d&iss=https://data.example.com`,
  )
  assert.deepEqual(await door.arrived, {
    code: 'c d',
    error: null,
    issuer: 'https://data.example.com',
  })
  assert.match(await answer.text(), /Go on in the terminal/)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
})

test('who does not know our state, asks for another page or sends a form is turned away', async () => {
  await using door = await openLoopbackCallback('our-state')
  const { origin } = new URL(door.address)
  for (const [address, method] of [
    [`${door.address}?state=guessed&code=theirs`, 'GET'],
    [`${door.address}?code=theirs`, 'GET'],
    [`${origin}/?state=our-state&code=theirs`, 'GET'],
    [`${door.address}?state=our-state&code=theirs`, 'POST'],
  ] as const) {
    assert.equal((await fetch(address, { method })).status, 400, `${method} ${address}`)
  }
  await fetch(`${door.address}?state=our-state&error=access_denied`)
  assert.deepEqual(await door.arrived, { code: null, error: 'access_denied', issuer: null })
})

test('what comes a second time changes nothing', async () => {
  await using door = await openLoopbackCallback('s')
  await fetch(`${door.address}?state=s&code=first`)
  await fetch(`${door.address}?state=s&code=second`)
  assert.equal((await door.arrived).code, 'first')
})

// Chromium opens one more connection than it uses: the program waited for that a minute after all was done.
test('a connection that a browser opened and never used is closed with the door', async () => {
  const door = await openLoopbackCallback('s')
  const spare = connect(Number(new URL(door.address).port), '127.0.0.1')
  await once(spare, 'connect')
  let said = ''
  spare.on('data', (chunk) => (said += String(chunk)))
  const closed = new Promise((resolve) => spare.once('error', resolve).once('close', resolve))
  await fetch(`${door.address}?state=s&code=c`)
  await door.arrived
  await door[Symbol.asyncDispose]()
  await closed
  assert.equal(said, '', 'it was not waited for until its time was over')
})
