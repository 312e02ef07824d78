import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { exampleStack } from '../../../tests/peers/example-stack.ts'
import { assertGolden } from '../../../tests/peers/golden.ts'
import quadlet, { quadletFiles } from './target.ts'

const job = {
  id: 'nightly',
  title: 'Nightly',
  description: 'Runs 100% of the nights',
  kind: 'job',
  schedule: '0 3 13 * 5',
  port: 8080,
  unit: 'night-work',
} as const
const walled = {
  id: 'walled',
  title: 'Walled',
  description: 'Has no network',
  kind: 'daemon',
  isolated: true,
  port: 8080,
} as const
const model = { ...exampleStack, services: [...exampleStack.services, job, walled] }
const usual = { variables: {}, rootless: false }
const fileOf = (path: string, options = usual) =>
  quadletFiles(model, options).find((file) => file.path === path)?.content ?? ''

test('the files are the ones that were looked at', () =>
  assertGolden(join(import.meta.dirname, 'golden'), quadlet.generate(model)))

test('a job is a unit that ends, a timer, and a unit for its pages', () => {
  assert.match(fileOf('night-work.container'), /^Type=oneshot$/m)
  assert.match(fileOf('night-work.container'), /^Exec=node core\/run\/run-job-once\.ts nightly$/m)
  assert.doesNotMatch(fileOf('night-work.container'), /Notify|HealthCmd|WantedBy/)
  const timer = fileOf('night-work.timer')
  assert.equal(timer.match(/^OnCalendar=/gm)?.length, 2, 'cron means either day')
  assert.match(timer, /^Unit=night-work\.service$/m)
  assert.match(fileOf('night-work-pages.container'), /^NetworkAlias=nightly$/m)
  assert.match(fileOf('defaults.env'), /^JOBS=timers$/m)
})

test('what systemd would fill is escaped, and no key is newer than podman 5.4', () => {
  assert.match(fileOf('night-work.container'), /Runs 100%% of the nights/)
  assert.match(fileOf('postgres.container'), /^Exec=sh -c "echo \$\$HOME"$/m)
  for (const { content } of quadletFiles(model, usual)) {
    assert.doesNotMatch(content, /^(Memory|Retry|RetryDelay|Reload\w+|HttpProxy|AppArmor)=/m)
  }
})

test('a walled part has no network, no variables of the operator and no secrets', () => {
  const text = fileOf('walled.container')
  assert.match(text, /^Network=none$/m)
  assert.doesNotMatch(text, /EnvironmentFile|secrets|config:/)
})

test('everything is read-only, without capabilities, and not root', () => {
  for (const { path, content } of quadletFiles(model, usual)) {
    if (!path.endsWith('.container')) continue
    for (const line of ['ReadOnly=true', 'DropCapability=all', 'NoNewPrivileges=true']) {
      assert.ok(content.includes(line), `${path} ${line}`)
    }
    assert.doesNotMatch(content, /^User=0$/m, path)
  }
})

test('an instance says where its stores and ports are, and an ordinary user has folders of their own', () => {
  const variables = {
    DATA_VOLUME: '/srv/data',
    HTTP_PORT: '80',
    LISTEN_ADDRESS: '0.0.0.0',
    DOMAIN: 'a.example',
    BOT_TOKEN: 'x',
  }
  const options = { variables, rootless: true }
  assert.match(fileOf('bot.container', options), /^Volume=\/srv\/data:\/data$/m)
  assert.ok(!quadletFiles(model, options).some(({ path }) => path === 'data.volume'))
  assert.match(fileOf('edge.container', options), /^PublishPort=0\.0\.0\.0:80:80$/m)
  assert.match(fileOf('edge.container', options), /^Environment=SITE_ADDRESS=a\.example$/m)
  assert.match(fileOf('webapp.container', options), /^EnvironmentFile=%h\/\.config/m)
  assert.match(fileOf('defaults.env', options), /^PUBLIC_URL=https:\/\/a\.example$/m)
  assert.match(fileOf('defaults.env', options), /^GIVEN_VARIABLES=BOT_TOKEN$/m)
})

test('a job without a schedule, and one whose schedule never comes, are refused with the manifest’s path', () => {
  const { schedule: _, ...without } = job
  const refuse = (service: object) => () =>
    quadletFiles({ ...model, services: [service as typeof job] }, usual)
  assert.throws(refuse(without), /services\/nightly/)
  assert.throws(refuse({ ...job, schedule: '0 0 30 2 *' }), /services\/nightly.*never comes/)
})
