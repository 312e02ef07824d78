import assert from 'node:assert/strict'
import { test } from 'node:test'
import { installInput, serverTarget } from './install-input.ts'

test('a server is installed as quadlets or as plain units, and as nothing else', () => {
  assert.deepEqual([serverTarget('quadlet'), serverTarget('systemd')], ['quadlet', 'systemd'])
  for (const other of ['compose', 'Quadlet', '', undefined]) {
    assert.throws(() => serverTarget(other), { name: 'UsageError', message: /quadlet and systemd/ })
  }
})

test('an address that people could not open is refused before anything is looked at', async () => {
  for (const text of ['data.acme.com', 'ftp://data.acme.com', 'https://', 'localhost:8080', '']) {
    await assert.rejects(
      installInput(
        { target: 'quadlet', rootless: true },
        { positionals: [], values: { 'public-url': text } },
        {} as never,
      ),
      {
        name: 'UsageError',
        message: `--public-url ${text}: write it like https://data.example.com`,
      },
      text,
    )
  }
})
