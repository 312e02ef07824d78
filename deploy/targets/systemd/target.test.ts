import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { changedStack } from '../../../tests/peers/changed-stack.ts'
import { exampleStack } from '../../../tests/peers/example-stack.ts'
import { assertGolden } from '../../../tests/peers/golden.ts'
import type { StackModel } from '../../stack-model.ts'
import systemd from './target.ts'

function file(name: string, model: StackModel = exampleStack): string {
  const found = systemd.generate(model).find(({ path }) => path.endsWith(`/${name}`))
  assert.ok(found, `there is no ${name}`)
  return found.content
}

const withBot = (changes: Readonly<Record<string, unknown>>) => changedStack('bot', changes)

const units = systemd.generate(exampleStack).filter(({ path }) => path.endsWith('.service'))

test('the files are those that were looked at', () =>
  assertGolden(join(import.meta.dirname, 'golden'), systemd.generate(exampleStack)))

// The original ran its portal in a group that could write the code, and its jobs as root.
test('every service has a user of its own, which is made, and none writes the code', () => {
  const users = units.map(({ content }) => /^User=(.+)$/m.exec(content)?.[1] ?? 'root')
  assert.equal(new Set(users).size, exampleStack.services.filter((one) => !one.container).length)
  for (const user of users)
    assert.match(file('ai-data-analyst.sysusers.conf'), new RegExp(`^u ${user} `, 'm'))
  for (const { path, content } of units) {
    assert.match(content, /^ProtectSystem=strict$/m, path)
    assert.doesNotMatch(content, /ReadWritePaths=\/opt/, path)
  }
})

// The original kept all secrets in two files that everything read.
test('a portal that read every secret (of the original): a unit gets those that its manifest names and no others', () => {
  const credentials = (name: string) =>
    [...file(name).matchAll(/^LoadCredential=([^:]+):/gm)].map(([, secret]) => secret)
  assert.deepEqual(credentials('webapp.service'), ['csrf', 'postgres-password'])
  assert.deepEqual(credentials('bot.service'), ['postgres-password'])
  assert.deepEqual(credentials('box.service'), [])
  assert.match(file('ai-data-analyst.tmpfiles.conf'), /secrets 0700 ada-secrets /)
})

test('all services keep their ports, each at an address of its own that the others are told', () => {
  const hosts = units.flatMap(({ path, content }) =>
    content.includes('Type=exec') ? [[path, /^Environment=HOST=(.+)$/m.exec(content)?.[1]]] : [],
  )
  const own = hosts.filter(([, host]) => host !== undefined)
  assert.equal(new Set(own.map(([, host]) => host)).size, own.length)
  const [, host] = own.find(([path]) => path?.endsWith('/bot.service')) ?? []
  assert.match(host ?? '', /^127\.77\.\d+\.\d+$/)
  assert.ok(file('webapp.service').includes(`bot=http://${host}:9000`))
  assert.ok(file('Caddyfile').includes(`reverse_proxy ${host}:9000`))
})

test('an isolated service has a network of its own, no file that others read, and its socket', () => {
  const box = file('box.service')
  assert.match(box, /^PrivateNetwork=yes$/m)
  assert.match(box, /SERVICE_ADDRESSES=box=unix:\/run\/ai-data-analyst\/sockets\/box\.sock\n/)
  assert.match(box, /^ReadWritePaths=\/run\/ai-data-analyst\/sockets$/m)
  assert.doesNotMatch(box, /common\.env|DATABASE_URL|SECRETS_DIR|CONFIG_DIR/)
  assert.doesNotMatch(file('bot.service'), /^ReadWritePaths=\/run/m)
})

test('a job runs once when its timer says so, and its pages stay', () => {
  assert.match(file('corporate-memory.service'), /^Type=oneshot$/m)
  assert.match(file('corporate-memory.service'), /main\.ts --scheduled$/m)
  assert.match(file('corporate-memory.timer'), /^Unit=corporate-memory\.service$/m)
  assert.match(file('corporate-memory-pages.service'), /^Environment=JOBS_BY_TIMER=yes$/m)
})

test('a store without a variable is mounted where the manifest says', () => {
  assert.match(file('bot.service'), /^ReadWritePaths=\/var\/lib\/ai-data-analyst\/data$/m)
  assert.match(
    file('bot.service'),
    /^BindReadOnlyPaths=\/var\/lib\/ai-data-analyst\/bot-media:\/media$/m,
  )
})

test('what plain units cannot carry is refused with its path, all at once', () => {
  const foreign = { health: undefined, container: { image: 'redis:7', health: ['true'] } }
  assert.throws(() => systemd.generate(withBot(foreign)), /services\/bot: container/)
  const shown = systemd.generate(withBot(foreign), { shown: true })
  assert.deepEqual(
    shown.filter(({ path }) => path.includes('/bot')),
    [],
    'off until it is wanted',
  )
  const id = 'a-name-that-is-longer-than-linux-takes'
  assert.throws(() => systemd.generate(withBot({ id })), /more than 32 letters/)
})

test('equal manifests give equal files, in whatever process', () => {
  assert.deepEqual(systemd.generate(exampleStack), systemd.generate(structuredClone(exampleStack)))
})
