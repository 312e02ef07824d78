import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '#core/command.ts'
import { installInput, serverTarget } from './install-input.ts'

const usageError = (words: string) => (error: unknown) =>
  error instanceof UsageError && error.message.includes(words)

test('a server is installed as quadlets or as plain units, and as nothing else', () => {
  assert.deepEqual([serverTarget('quadlet'), serverTarget('systemd')], ['quadlet', 'systemd'])
  for (const other of ['compose', 'Quadlet', '', undefined]) {
    assert.throws(() => serverTarget(other), usageError('there are quadlet and systemd'))
  }
})

test('an address that people could not open is refused before anything is looked at', async () => {
  for (const text of ['data.acme.com', 'ftp://data.acme.com', 'https://', 'localhost:8080', '']) {
    const input = { positionals: [], values: { 'public-url': text } }
    await assert.rejects(
      installInput({ target: 'quadlet', rootless: true }, input, {} as never),
      usageError(`--public-url ${text}: write it like https://data.example.com`),
      text,
    )
  }
})
