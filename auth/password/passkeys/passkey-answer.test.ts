import assert from 'node:assert/strict'
import { test } from 'node:test'
import { authenticationAnswer, registrationAnswer } from './passkey-answer.ts'

const made = {
  id: 'abc_-1',
  rawId: 'abc_-1',
  type: 'public-key',
  response: { clientDataJSON: 'e30', attestationObject: 'o2M', transports: ['usb', 'internal'] },
}
const used = {
  id: 'abc_-1',
  rawId: 'abc_-1',
  type: 'public-key',
  response: {
    clientDataJSON: 'e30',
    authenticatorData: 'SZYN',
    signature: 'MEUC',
    userHandle: 'AAAA',
  },
}

/** A copy in which one member, named by its path, is something else; undefined takes it away. */
function changed(answer: object, path: string, value: unknown): string {
  const copy = structuredClone(answer) as Record<string, unknown>
  const names = path.split('.')
  const last = names.pop() ?? ''
  const holder = names.reduce((part, name) => part[name] as Record<string, unknown>, copy)
  holder[last] = value
  return JSON.stringify(copy)
}

test('what a browser sends is read, and nothing is kept that was not asked for', () => {
  const more = {
    clientExtensionResults: { prf: { results: { first: 'secret' } } },
    authenticatorAttachment: 'platform',
    x: 1,
  }
  assert.deepEqual(registrationAnswer(JSON.stringify({ ...made, ...more })), {
    ...made,
    clientExtensionResults: {},
  })
  assert.deepEqual(authenticationAnswer(JSON.stringify({ ...used, ...more })), {
    ...used,
    clientExtensionResults: {},
  })
})

test('a browser that does not tell how a key is reached has told nothing of it', () => {
  const answer = registrationAnswer(changed(made, 'response.transports', undefined))
  assert.deepEqual(answer?.response.transports, [])
})

for (const [what, text] of Object.entries({
  nothing: '',
  'no JSON': '{"id":',
  null: 'null',
  'a number': '7',
  'a list': '[]',
  'an object that has nothing': '{}',
  'names of every object': '{"__proto__":{"id":"x"},"constructor":1}',
  'JSON that is nested by the ten thousands': '['.repeat(50_000),
  'a megabyte': JSON.stringify({ ...used, id: 'a'.repeat(1_000_000) }),
})) {
  test(`${what} is no answer of a passkey`, () => {
    assert.equal(registrationAnswer(text), undefined)
    assert.equal(authenticationAnswer(text), undefined)
  })
}

const wrong = [undefined, null, '', 7, {}, ['e30'], 'a b', 'a+b', 'a=', 'e30\n', 'a'.repeat(20_001)]
for (const path of ['id', 'rawId', 'response.clientDataJSON', 'response.attestationObject']) {
  test(`a new passkey whose ${path} is no base64url of a fair length is refused`, () => {
    for (const value of wrong)
      assert.equal(registrationAnswer(changed(made, path, value)), undefined, String(value))
  })
}
for (const path of [
  'id',
  'rawId',
  'response.clientDataJSON',
  'response.authenticatorData',
  'response.signature',
  'response.userHandle',
]) {
  test(`an answer whose ${path} is no base64url of a fair length is refused`, () => {
    for (const value of wrong)
      assert.equal(authenticationAnswer(changed(used, path, value)), undefined, String(value))
  })
}

test('what is no public key, and what is reached in eleven ways, is refused', () => {
  for (const type of ['password', 'PUBLIC-KEY', '', null]) {
    assert.equal(registrationAnswer(changed(made, 'type', type)), undefined)
    assert.equal(authenticationAnswer(changed(used, 'type', type)), undefined)
  }
  for (const ways of [Array.from({ length: 11 }, () => 'usb'), ['x'.repeat(41)], [7], 'usb'])
    assert.equal(registrationAnswer(changed(made, 'response.transports', ways)), undefined)
})
