import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { ConfigError } from '#core/errors.ts'
import { secretGroup } from '#core/run/secret-group.ts'
import { serviceManifest, type Service } from '#core/service.ts'
import { changedStack } from '../../../tests/peers/changed-stack.ts'
import { exampleStack } from '../../../tests/peers/example-stack.ts'
import { assertGolden } from '../../../tests/peers/golden.ts'
import { userOf } from '../../user-of.ts'
import { refuseUnknownKeys } from '../../known-since.ts'
import { COMPOSE } from './compose-keys.ts'
import compose from './target.ts'

interface ComposeFile {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly user: string
        readonly group_add?: readonly string[]
        readonly environment: Readonly<Record<string, string>>
        readonly depends_on?: object
        readonly ports?: readonly string[]
        readonly image: string
      }
    >
  >
}

const withService = ({ id, ...changes }: Partial<Service> & { id: string }) =>
  changedStack(id, changes)

function parts(model = exampleStack) {
  return compose
    .generate(model)
    .filter(({ path }) => path.startsWith('compose/'))
    .flatMap(({ content }) => Object.entries((parse(content) as ComposeFile).services))
}

test('the files are those that were looked at', () =>
  assertGolden(join(import.meta.dirname, 'golden'), compose.generate(exampleStack)))

test('docker-compose.yml holds nothing but the list of fragments', () => {
  const main = compose.generate(exampleStack).find(({ path }) => path === 'docker-compose.yml')
  assert.deepEqual(Object.keys(parse(main?.content ?? '') as object), ['include'])
})

test('every part waits for the secrets and for nothing else, and an isolated one for nothing', () => {
  for (const [id, { depends_on: gates }] of parts()) {
    const expected = { secrets: { condition: 'service_completed_successfully' } }
    assert.deepEqual(gates, ['secrets', 'box'].includes(id) ? undefined : expected, id)
  }
})

test('every part has a user of its own, and none is root', () => {
  const users = parts().map(([, { user }]) => user)
  assert.equal(new Set(users).size, users.length)
  for (const user of users) assert.match(user, /^[1-9]\d+:[1-9]\d+$/)
})

test('two parts that would share a user are refused', () => {
  const [first, ...rest] = exampleStack.services
  assert.ok(first)
  assert.throws(() => compose.generate({ ...exampleStack, services: [first, first, ...rest] }), {
    message: /would run as the user of webapp/,
  })
  assert.notEqual(userOf('webapp'), userOf('bot'))
})

test('only the edge is published, and only to this machine unless the operator opens it', () => {
  const published = parts().filter(([, { ports }]) => ports !== undefined)
  assert.deepEqual(
    published.map(([id, { ports }]) => [id, ports]),
    [['edge', ['${LISTEN_ADDRESS:-127.0.0.1}:${HTTP_PORT:-8080}:80']]],
  )
})

test('no image has the tag latest, and a manifest that names one is refused', () => {
  for (const [, { image }] of parts()) assert.doesNotMatch(image, /latest$|^[^:]+$/)
  const postgres = exampleStack.services.find(({ id }) => id === 'postgres')
  for (const image of ['postgres:latest', 'postgres']) {
    assert.ok(!serviceManifest.safeParse({ ...postgres, container: { image } }).success, image)
  }
})

test('a secret is never in an environment: only the path of its file', () => {
  const [, postgres] = parts().find(([id]) => id === 'postgres') ?? []
  assert.equal(postgres?.environment['POSTGRES_PASSWORD_FILE'], '/secrets/postgres-password')
  const unknown = { image: 'a:1', health: ['true'], env: { X_FILE: '${secret:nobody}' } }
  assert.throws(() => compose.generate(withService({ id: 'postgres', container: unknown })), ConfigError)
})

test('a portal that read every secret (of the original): a container is in the groups of those that its manifest names', () => {
  const groupsOf = (id: string) => parts().find(([name]) => name === id)?.[1].group_add
  const [csrf, password] = ['csrf', 'postgres-password'].map((name) => String(secretGroup(name)))
  assert.deepEqual(groupsOf('webapp'), [csrf, password])
  assert.deepEqual(groupsOf('bot'), [password])
  assert.deepEqual(groupsOf('postgres'), ['10000', password])
  assert.deepEqual(groupsOf('secrets'), [csrf, password])
  assert.deepEqual([groupsOf('edge'), groupsOf('box')], [undefined, undefined])
})

test('others learn that an optional service has its variable, not what it is', () => {
  for (const [id, { environment }] of parts()) {
    const text = JSON.stringify(environment)
    assert.equal(text.includes('${BOT_TOKEN:-}'), id === 'bot', id)
  }
  const [, webapp] = parts().find(([id]) => id === 'webapp') ?? []
  assert.equal(
    webapp?.environment['GIVEN_VARIABLES'],
    '${BOT_TOKEN:+BOT_TOKEN} ${BOT_TOKEN_FILE:+BOT_TOKEN}',
  )
})

test('what compose would fill in a fixed text is doubled', () => {
  const fragment = compose.generate(exampleStack).find(({ path }) => path === 'compose/postgres.yaml')
  assert.match(fragment?.content ?? '', /echo \$\$HOME/)
})

// Some it takes without a word, and does nothing.
test('a key that this Compose does not know is refused', () => {
  const check = (key: string) =>
    refuseUnknownKeys('compose/x.yaml', { service: [[key]] }, COMPOSE)
  assert.throws(() => check('post_start'), /post_start in \[service\] needs Docker Compose 2\.30/)
  assert.throws(() => check('heathcheck'), /compose\/x\.yaml: heathcheck in \[service\] is not known/)
  check('healthcheck')
})

test('a part without a health check is refused with its path', () => {
  const model = withService({ id: 'edge', container: { image: 'caddy:2' } })
  assert.throws(() => compose.generate(model), /services\/edge: container\.health is missing/)
})

test('limits are those that the other targets have, and a size that none of them knows is refused', () => {
  const limited = (memory: string) => compose.generate(withService({ id: 'bot', limits: { memory } }))
  const bot = limited('2GB').find(({ path }) => path === 'compose/bot.yaml')
  assert.match(bot?.content ?? '', /mem_limit: 2g\n {4}pids_limit: 128\n/)
  assert.throws(() => limited('plenty'), /services\/bot: limits\.memory plenty must be like/)
})

test('a part that is not ours and is off until a variable is given is not even started without it', () => {
  const [bot] = exampleStack.services.filter(({ id }) => id === 'bot')
  assert.ok(bot)
  const { health: _, ...rest } = bot
  const container = { image: 'redis:7', health: ['true'] }
  const part = { ...rest, container, enabledWhen: ['BOT_TOKEN', 'BOT_NAME'] }
  const file = compose
    .generate({ ...exampleStack, services: [part] })
    .find(({ path }) => path === 'compose/bot.yaml')
  assert.match(file?.content ?? '', /scale: 0\$\{BOT_TOKEN:\+\$\{BOT_NAME:\+1\}\}/)
})
