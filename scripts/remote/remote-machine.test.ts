import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askMachine } from './remote-machine.ts'
import type { SshConnection } from './ssh-connection.ts'

const saying = (text: string) =>
  ({ host: 'server', read: () => Promise.resolve(text) }) as unknown as SshConnection

test('what a server is and has is read from what it says, whatever its shell says besides', async () => {
  const said = `Welcome to server!
system=Linux
machine=aarch64
user=1000
folder=/home/ann/ai-data-analyst
code=/home/ann/ai-data-analyst/current
packages=
archive=/home/ann/ai-data-analyst/images-1.tar
archive=/home/ann/ai-data-analyst/images-2.tar
installed=user
target=quadlet
`
  assert.deepEqual(await askMachine(saying(said)), {
    ...{ platform: 'linux arm64', isRoot: false, folder: '/home/ann/ai-data-analyst' },
    ...{ code: '/home/ann/ai-data-analyst/current', packages: '' },
    archives: [1, 2].map((at) => `/home/ann/ai-data-analyst/images-${at}.tar`),
    ...{ installed: 'user', target: 'quadlet' },
  })
})

test('an account that was to log in had no shell (of the original): one without is told, with what it needs', async () => {
  for (const said of [
    '',
    'This account is currently not available.\n',
    'folder=ai-data-analyst\n',
  ]) {
    await assert.rejects(askMachine(saying(said)), {
      code: 'not_a_server',
      message: 'server has no shell that answers',
      remedy: /login shell must be a POSIX one/,
    })
  }
})
