import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { secretGroup } from '#core/run/secret-group.ts'
import { changedStack, foreignStack } from '../../../tests/peers/changed-stack.ts'
import { exampleStack } from '../../../tests/peers/example-stack.ts'
import { assertGolden } from '../../../tests/peers/golden.ts'
import { refuseUnknownKeys } from '../../known-since.ts'
import type { StackModel } from '../../stack-model.ts'
import { PODMAN } from './podman-keys.ts'
import quadlet from './target.ts'

function unit(name: string, model: StackModel = exampleStack, rootless = false): string {
  const file = quadlet.generate(model, { rootless }).find(({ path }) => path.endsWith(`/${name}`))
  assert.ok(file, `there is no ${name}`)
  return file.content
}

const withBot = (changes: Readonly<Record<string, unknown>>) => changedStack('bot', changes)

test('the files are those that were looked at', () =>
  assertGolden(join(import.meta.dirname, 'golden'), quadlet.generate(exampleStack)))

test('every container is read-only, without rights, and as a user of its own', () => {
  const containers = quadlet
    .generate(exampleStack)
    .filter(({ path }) => path.endsWith('.container'))
  const users = new Map<string, string>()
  for (const { path, content } of containers) {
    for (const line of ['ReadOnly=true', 'DropCapability=all', 'NoNewPrivileges=true']) {
      assert.ok(content.includes(`\n${line}\n`), `${path} has no ${line}`)
    }
    const [, user = ''] = /^User=(\d+)$/m.exec(content) ?? []
    assert.match(user, /^[1-9]/, path)
    users.set(path.replace('-pages', ''), user)
  }
  assert.equal(new Set(users.values()).size, users.size)
})

test('a job is a unit that its timer starts, and its pages are another one that runs no jobs', () => {
  assert.match(unit('corporate-memory.timer'), /OnCalendar=\*-\*-\* \*:00,30:00 UTC\n/)
  assert.match(unit('corporate-memory.timer'), /Unit=corporate-memory\.service\n/)
  const run = unit('corporate-memory.container')
  assert.match(run, /Type=oneshot/)
  assert.match(run, /Exec=node services\/memory\/main\.ts --scheduled/)
  assert.doesNotMatch(run, /WantedBy|HealthCmd|Restart=/)
  assert.match(unit('corporate-memory-pages.container'), /Environment=JOBS_BY_TIMER=yes/)
})

test('a portal that read every secret (of the original): a container is in the groups of those that its manifest names', () => {
  const groupsOf = (name: string) =>
    [...unit(name).matchAll(/^GroupAdd=(.*)$/gm)].map(([, group]) => group)
  const [csrf, password] = ['csrf', 'postgres-password'].map((name) => String(secretGroup(name)))
  assert.deepEqual(groupsOf('webapp.container'), [csrf, password])
  assert.deepEqual(groupsOf('bot.container'), [password])
  assert.deepEqual(groupsOf('postgres.container'), ['10000', password])
  assert.deepEqual(groupsOf('secrets.container'), [csrf, password])
  assert.deepEqual(groupsOf('box.container'), [])
})

test('an isolated service has no network, no secret and no configuration, only its socket', () => {
  const box = unit('box.container')
  assert.match(box, /Network=none/)
  assert.match(box, /Volume=sockets\.volume:\/sockets\n/)
  assert.doesNotMatch(box, /secrets|config:|DATABASE_URL|stack\.network/)
  assert.match(unit('corporate-memory-pages.container'), /Volume=sockets\.volume/)
  assert.doesNotMatch(unit('bot.container'), /sockets/)
})

// The original copied secrets into files that every service read.
test('an operator’s secret is named where it is needed and written nowhere', () => {
  assert.match(unit('bot.container'), /PodmanArgs=--env=BOT_TOKEN\n/)
  assert.match(unit('bot.container'), /EnvironmentFile=-\/etc\/ai-data-analyst\/bot\.env/)
  assert.doesNotMatch(unit('webapp.container'), /--env=BOT_TOKEN|bot\.env/)
})

test('only the edge is published, to this machine unless the operator opens it', () => {
  const published = quadlet
    .generate(exampleStack)
    .filter(({ content }) => /PublishPort/.test(content))
  assert.deepEqual(
    published.map(({ path }) => path),
    ['deploy/systemd/quadlet/edge.container'],
  )
  assert.match(unit('edge.container'), /Environment=LISTEN_ADDRESS=127\.0\.0\.1\n/)
})

test('rootless units start with the user and read the user’s configuration', () => {
  assert.match(unit('bot.container', exampleStack, true), /WantedBy=default\.target/)
  assert.match(
    unit('bot.container', exampleStack, true),
    /-%h\/\.config\/ai-data-analyst\/bot\.env/,
  )
})

test('what systemd would fill in arrives as it was written', () => {
  assert.match(unit('postgres.container'), /^Exec=sh -c "echo \$\$HOME"$/m)
  assert.match(unit('bot.container', withBot({ description: '100%' })), /Description=Bot: 100%%\n/)
})

test('a manifest that cannot be carried is refused with its path', () => {
  for (const [changes, message] of [
    [{ kind: 'job', schedule: '0 0 L * *' }, /services\/bot: schedule: "0 0 L \* \*"/],
    [{ kind: 'job' }, /services\/bot: schedule: a job needs one/],
    [{ unit: 'webapp' }, /services\/bot: unit webapp is that of webapp/],
    [{ unit: '../evil' }, /services\/bot: unit "\.\.\/evil" is not a name/],
    [{ limits: { memory: 'much' } }, /services\/bot: limits\.memory much/],
    [{ description: 'two\nlines' }, /bot\.container: Description has a line break/],
    [
      { health: undefined, container: { image: 'a:1' } },
      /services\/bot: container\.health is missing/,
    ],
  ] as const) {
    assert.throws(() => quadlet.generate(withBot(changes)), message)
  }
})

test('a key that this podman does not know is refused: it would drop the whole unit', () => {
  const check = (key: string) =>
    refuseUnknownKeys('x.container', { Container: [[key, '1']] }, PODMAN)
  assert.throws(() => check('Memory'), /x\.container: Memory in \[Container\] needs podman 5\.5/)
  assert.throws(() => check('Memoyr'), /Memoyr in \[Container\] is not known/)
  check('PidsLimit')
})

test('an image is named in full, so that podman asks no other registry for it', () => {
  const imageOf = (image: string) =>
    /^Image=(.+)$/m.exec(
      unit('bot.container', foreignStack('bot', { image, health: ['true'] })),
    )?.[1]
  for (const [image, full] of [
    ['redis:7', 'docker.io/library/redis:7'],
    ['grafana/grafana:11', 'docker.io/grafana/grafana:11'],
    ['quay.io/team/x:1', 'quay.io/team/x:1'],
    ['registry:5000/x:1', 'registry:5000/x:1'],
    ['localhost/x:1', 'localhost/x:1'],
  ] as const)
    assert.equal(imageOf(image), full)
})

// podman’s generator leaves out the rest of the command behind an empty word, and takes a semicolon for its end.
test('words of a command that podman would lose are refused with their manifest', () => {
  for (const word of ['', ';']) {
    assert.throws(
      () => quadlet.generate(foreignStack('bot', { command: ['sh', word, 'x'] })),
      /services\/bot: container\.command: podman takes no word/,
    )
  }
})

// It was dropped: a part of others' never saw what the operator gave for it.
test('a variable of a part of others’ is taken along, and has its default where none is given', () => {
  const model = foreignStack('bot', {})
  const env = { BOT_NAME: { kind: 'text', description: 'x', default: `50 % "x"` } } as const
  const services = model.services.map((one) => (one.id === 'bot' ? { ...one, env } : one))
  const text = unit('bot.container', { ...model, services })
  assert.match(text, /^PodmanArgs=--env=BOT_NAME$/m)
  assert.match(text, /^\[Service\][^[]*^Environment="BOT_NAME=50 %% \\"x\\""$/m)
})

test('less memory than an engine takes, or none for no limit, is refused', () => {
  for (const memory of ['0m', '5m', '6143k', '0g']) {
    assert.throws(
      () => quadlet.generate(withBot({ limits: { memory } })),
      /services\/bot: limits\.memory .* must be 6m or more/,
      memory,
    )
  }
  assert.match(unit('bot.container', withBot({ limits: { memory: '6144KB' } })), /--memory=6144k$/m)
})
