import assert from 'node:assert/strict'
import { test } from 'node:test'
import { remoteArguments } from './remote-arguments.ts'

test('a server is named in front of the verb, and what follows is for the server', () => {
  const args = ['logs', '--follow', '--host', 'inner']
  assert.deepEqual(remoteArguments(['--host', 'root@data.example.com', ...args]), {
    host: 'root@data.example.com',
    args,
  })
  assert.deepEqual(
    remoteArguments(['--ssh-config=my config', '--host=ssh://ann@h:2222', 'status']),
    {
      host: 'ssh://ann@h:2222',
      sshConfig: 'my config',
      args: ['status'],
    },
  )
  assert.equal(remoteArguments(args), undefined)
  assert.equal(remoteArguments([]), undefined)
})

for (const host of ['', '-oProxyCommand=id', '--', 'a b', 'a;id', '$(id)', 'a\nb', 'a/../b']) {
  test(`${JSON.stringify(host)} is no host`, () => {
    assert.throws(() => remoteArguments(['--host', host, 'status']), /--host/)
  })
}

test('a host without a verb is not understood', () => {
  assert.throws(() => remoteArguments(['--host', 'h']), /stack --host h status/)
})
