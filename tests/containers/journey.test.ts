import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHealthy, leftovers, startCompose } from '../peers/compose.ts'
import { READABLE_SECRETS } from '../peers/readable-secrets.ts'
import { ada, queryAsAnalyst, walkJourney } from '../peers/journey.ts'
import { missingForRsync } from '../peers/ssh-server.ts'
import { walkSshGateway } from '../peers/ssh-walk.ts'
import { temporaryFolder } from '../peers/stack.ts'
import { until } from '../peers/until.ts'

test('the journey in containers, and every container that is killed comes back without loss', async (t) => {
  await using folder = await temporaryFolder()
  const stack = await startCompose({ env: { SSH_HOST: 'localhost' } })
  try {
    let token = ''
    await t.test('from the link in the log to a query on three million rows', async () => {
      token = await walkJourney(stack.url, await stack.link(), folder.path)
    })
    await t.test(
      'rsync reads through the SSH gateway what is granted, and nothing gets past it',
      { skip: await missingForRsync() },
      () => walkSshGateway(stack, ada),
    )
    const services = (await stack.compose('ps', '--services')).split('\n').filter(Boolean)
    assert.ok(services.length >= 4, services.join(', '))
    for (const service of services) {
      await t.test(`${service} is killed and is healthy again without help`, async () => {
        await stack.kill(service)
        await until(() => isHealthy(stack.url))
        await using fresh = await temporaryFolder()
        await queryAsAnalyst(stack.url, token, fresh.path)
      })
    }
    await t.test('administrators’ commands run inside', async () => {
      const people = await stack.compose(
        'exec',
        '-T',
        'webapp',
        'node',
        'scripts/stack.ts',
        'user',
        'list',
      )
      assert.match(people, /ada@example\.com/)
    })
    await t.test(
      'no container may write its own files, has a capability, or runs as root',
      async () => {
        for (const service of services) {
          const shell = (script: string) => stack.compose('exec', '-T', service, 'sh', '-c', script)
          assert.notEqual((await shell('id -u')).trim(), '0', service)
          const status = await shell('cat /proc/1/status')
          assert.match(status, /^CapEff:\s+0+$/m, service)
          assert.match(status, /^NoNewPrivs:\s+1$/m, service)
          await assert.rejects(shell('touch /etc/x'), /Read-only/, service)
        }
      },
    )
    await t.test(
      'a portal that read every secret (of the original): a container reads those that its manifest names',
      async () => {
        const readable = async (service: string) =>
          (await stack.compose('exec', '-T', service, 'sh', '-c', READABLE_SECRETS))
            .trim()
            .split('\n')
        const gateway = ['desktop-jwt-secret', 'dispatch-token', 'postgres-password']
        assert.deepEqual(await readable('ws-gateway'), gateway)
        assert.deepEqual(await readable('postgres'), ['postgres-password'])
        const portal = await readable('webapp')
        assert.ok(portal.includes('csrf') && !portal.includes('sync-signing-key'), portal.join())
      },
    )
  } finally {
    await stack[Symbol.asyncDispose]()
  }
  assert.deepEqual(await leftovers(stack.project), [])
})
