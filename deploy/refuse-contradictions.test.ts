import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '#core/errors.ts'
import { changedStack, foreignStack } from '../tests/peers/changed-stack.ts'
import { exampleStack } from '../tests/peers/example-stack.ts'
import { refuseContradictions } from './refuse-contradictions.ts'
import type { StackModel } from './stack-model.ts'
import caddy from './targets/caddy/target.ts'
import compose from './targets/compose/target.ts'
import quadlet from './targets/quadlet/target.ts'
import systemd from './targets/systemd/target.ts'

const targets = { caddy, compose, quadlet, systemd }

/** Asserts that every target refuses a model with these words. */
function refused(model: StackModel, message: RegExp): void {
  for (const [name, target] of Object.entries(targets)) {
    assert.throws(
      () => target.generate(model),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError, `${name}: ${String(error)}`)
        assert.match(error.message, message, name)
        return true
      },
      `${name} takes it: ${message}`,
    )
  }
}

const published = (variable: string) => [{ port: 80, variable, default: 8080 }]

// Each of these was left out of some target's files, or made a file that an engine does not take, without a word.
test('what no way of running could do is refused by each, with the manifest and its field', () => {
  for (const [id, change, message] of [
    ['bot', { schedule: '0 * * * *' }, /services\/bot: schedule: only a job has one/],
    ['memory', { schedule: undefined }, /services\/memory: schedule: a job needs one/],
    ['memory', { schedule: '61 * * * *' }, /services\/memory: schedule: "61 \* .*minute: 61 is/],
    ['memory', { schedule: '0 0 30 2 *' }, /services\/memory: schedule: .*no such day/],
    ['secrets', { portal: { page: {} } }, /services\/secrets: kind: a setup ends/],
    [
      'secrets',
      { routes: [{ path: '/s', auth: 'none' }] },
      /services\/secrets: kind: a setup ends/,
    ],
    ['secrets', { nodeFlags: ['--x'] }, /services\/secrets: nodeFlags: a setup runs without/],
    ['bot', { port: undefined }, /services\/bot: port: who answers requests needs one/],
    ['box', { kind: 'job', schedule: '0 * * * *' }, /services\/box: isolated: only a daemon is/],
    ['box', { secrets: { key: 'text' } }, /services\/box: secrets: an isolated service gets none/],
    ['box', { units: ['connectors'] }, /services\/box: units: an isolated service loads none/],
    ['box', { portal: { page: {} } }, /services\/box: portal: nobody but who needs it reaches/],
    ['box', { needs: ['bot'] }, /services\/box: needs bot: an isolated service reaches nothing/],
    [
      'box',
      { routes: [{ path: '/box', auth: 'token' }] },
      /services\/box: routes \/box: nobody from outside reaches an isolated service/,
    ],
    ['box', { container: {} }, /services\/box: isolated: only code of ours listens on its socket/],
    ['memory', { container: {} }, /services\/memory: kind: only code of ours is run by a schedule/],
    ['postgres', { nodeFlags: ['--x'] }, /services\/postgres: nodeFlags: .*container\.command/],
    ['postgres', { units: ['auth'] }, /services\/postgres: units: only code of ours loads them/],
    ['postgres', { health: '/health' }, /services\/postgres: health: .*by container\.health/],
    ['postgres', { port: undefined }, /services\/postgres: port: a database needs one/],
    ['postgres', { container: { env: {} } }, /services\/postgres: container\.env: .*POSTGRES_USER/],
    [
      'secrets',
      { container: { publish: published('SECRETS_PORT') } },
      /services\/secrets: container\.publish: a setup has no network/,
    ],
    [
      'bot',
      { env: { PORT: { kind: 'port', description: 'Its own' } } },
      /services\/bot: env\.PORT: the stack itself sets it/,
    ],
  ] as const) {
    refused(changedStack(id, change), message)
  }
})

test('two uses of one folder, and the stores that are the stack’s own, are refused', () => {
  for (const [volumes, message] of [
    [
      [
        { name: 'a', path: '/media' },
        { name: 'b', path: '/media' },
      ],
      /services\/bot: volumes b: \/media has another use/,
    ],
    [[{ name: 'a', path: '/secrets' }], /services\/bot: volumes a: \/secrets has another use/],
    [[{ name: 'a', path: '/config' }], /services\/bot: volumes a: \/config has another use/],
    [[{ name: 'a', path: '/tmp' }], /services\/bot: volumes a: \/tmp has another use/],
    [[{ name: 'secrets', path: '/keys' }], /services\/bot: volumes secrets: the stack itself/],
    [[{ name: 'sockets', path: '/s' }], /services\/bot: volumes sockets: the stack itself/],
  ] as const) {
    refused(changedStack('bot', { volumes }), message)
  }
  const both = { scratch: ['/cache'], health: ['true'] }
  const part = foreignStack('bot', both)
  const services = part.services.map((one) =>
    one.id === 'bot' ? { ...one, volumes: [{ name: 'cache', path: '/cache' }] } : one,
  )
  refused({ ...part, services }, /services\/bot: volumes cache: \/cache has another use/)
})

test('what two services claim and only one can have is refused with both names', () => {
  for (const [model, message] of [
    [changedStack('bot', { role: 'portal' }), /services\/bot: role: portal is that of webapp/],
    [
      changedStack('memory', { routes: [{ path: '/bot', auth: 'token' }] }),
      /services\/memory: routes: \/bot is that of bot/,
    ],
    [
      foreignStack('bot', { publish: published('HTTP_PORT') }),
      /services\/edge: container\.publish: HTTP_PORT is that of bot/,
    ],
    [
      changedStack('bot', { id: 'webapp', role: undefined }),
      /services\/webapp: would run as the user of webapp/,
    ],
  ] as const) {
    refused(model, message)
  }
})

test('all that is wrong is said at once', () => {
  const first = changedStack('box', { secrets: { key: 'text' }, needs: ['bot'] })
  const services = first.services.map((one) =>
    one.id === 'bot' ? { ...one, schedule: '0 * * * *' } : one,
  )
  assert.throws(
    () => refuseContradictions({ ...first, services }),
    (error: unknown) => error instanceof ConfigError && error.problems.length === 3,
  )
})

test('what is unusual and possible is taken: what it needs may be off, and the portal reaches its socket', () => {
  refuseContradictions(exampleStack)
  refuseContradictions(changedStack('bot', { needs: ['somebody-who-is-off'] }))
  refuseContradictions(changedStack('box', { needs: ['another-box-that-is-off'] }))
  refuseContradictions(changedStack('memory', { port: undefined }))
})
