import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { openAccess } from './access.ts'
import { personalToken } from './personal-token.ts'
import { workspaceAt } from './workspace.ts'

test('a token is taken from a pipe as each system writes it: with a byte order mark, with its line end', async () => {
  for (const piped of [
    'ada_abc\n',
    'ada_abc\r\n',
    '\ufeffada_abc\r\n',
    '  ada_abc  ',
    'ada_abc\nmore\n',
  ])
    assert.equal(await personalToken('-', memoryIo({}, piped)), 'ada_abc', JSON.stringify(piped))
})

test('nothing is no token', async () => {
  for (const given of ['', '  ', '-'])
    await assert.rejects(personalToken(given, memoryIo({}, '\n')), { code: 'token_missing' })
})

// It ended in “Invalid character in header content”, after the first request.
test('a token that cannot be sent is refused with what to do, however it is given', async () => {
  await using folder = await temporaryFolder()
  for (const given of ['“ada_abc”', 'ada abc', 'ada_abc\nx', 'ada_\u0000', 'Zürich']) {
    await assert.rejects(personalToken(given, memoryIo()), { code: 'bad_token' }, given)
    await assert.rejects(
      openAccess(workspaceAt(folder.path), 'http://127.0.0.1/', memoryIo({ token: given })),
      { code: 'bad_token' },
      given,
    )
  }
})

test('a token of the environment may end in a line', async () => {
  await using folder = await temporaryFolder()
  const io = memoryIo({ token: 'ada_abc\r\n' })
  const access = await openAccess(workspaceAt(folder.path), 'http://127.0.0.1/', io)
  assert.equal(await access(), 'ada_abc')
})
