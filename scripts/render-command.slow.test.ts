import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'

const root = join(import.meta.dirname, '..')

/** An empty place with a configuration, and `stack render` on it. */
async function place(t: TestContext, instance: string) {
  const folder = await mkdtemp(join(tmpdir(), 'render-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'config'))
  await writeFile(join(folder, 'config/instance.yaml'), instance)
  const out = join(folder, 'out')
  const render = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const all = ['render', '--out', out, '--config', join(folder, 'config'), ...args]
      const options = {
        cwd: root,
        env: { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), ...env },
      }
      execFile(process.execPath, ['scripts/stack.ts', ...all], options, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
      )
    })
  return { folder, out, render }
}

test('each target is rendered into the folder that was asked for', async (t) => {
  const { out, render } = await place(t, 'instance: { name: Test }\n')
  for (const [target, file] of [
    ['quadlet', 'webapp.container'],
    ['systemd', 'webapp.service'],
    ['caddy', 'Caddyfile'],
    ['compose', 'docker-compose.yml'],
  ] as const) {
    const { code, said } = await render(['--target', target])
    assert.equal(code, 0, said)
    assert.ok(existsSync(join(out, file)), `${target} wrote no ${file}: ${said}`)
  }
})

// The original installed every unit, configured or not.
test('what is switched off or lacks its variable has no unit, and that is said', async (t) => {
  const { out, render } = await place(
    t,
    'instance: { name: Test }\nservices: { corporate-memory: { enabled: false } }\n',
  )
  const { code, said } = await render(['--target', 'systemd'])
  assert.equal(code, 0, said)
  assert.match(said, /corporate-memory is off: switched off in instance\.yaml/)
  assert.match(said, /telegram-bot is off: TELEGRAM_BOT_TOKEN not set/)
  const names = await readdir(out)
  assert.ok(!names.some((name) => /^(corporate-memory|notify-bot)/.test(name)), names.join(' '))
  await render(['--target', 'systemd'], { TELEGRAM_BOT_TOKEN: 'secret-value' })
  const unit = await readFile(join(out, 'notify-bot.service'), 'utf8')
  assert.doesNotMatch(unit, /secret-value/)
})

test('what cannot be carried is refused before anything is written', async (t) => {
  const { out, render } = await place(t, 'instance: { name: Test }\n')
  // It was taken by compose and caddy, and said nothing.
  for (const [target, reason] of [
    ['systemd', /each service has a user of its own/],
    ['compose', /the same whoever runs the engine/],
    ['caddy', /the same whoever runs Caddy/],
  ] as const) {
    const { code, said } = await render(['--target', target, '--rootless'])
    assert.equal(code, 2, said)
    assert.match(said, /^error: --rootless is not for --target /)
    assert.match(said, reason)
  }
  const unknown = await render(['--target', 'quadlets'])
  assert.equal(unknown.code, 2)
  assert.match(unknown.said, /did you mean quadlet\?/)
  assert.ok(!existsSync(out))
})

// Podman and systemd went on starting what instance.yaml had switched off.
test('what is switched off later is removed with its timer and told, a plan tells it before', async (t) => {
  const { folder, out, render } = await place(t, 'instance: { name: Test }\n')
  await render(['--target', 'quadlet'])
  assert.ok(existsSync(join(out, 'corporate-memory.timer')))
  await writeFile(join(out, 'own.container'), '[Container]\n')
  await writeFile(
    join(folder, 'config/instance.yaml'),
    'instance: { name: Test }\nservices: { corporate-memory: { enabled: false } }\n',
  )
  const plan = await render(['--target', 'quadlet', '--dry-run'])
  assert.match(
    plan.said,
    /^Would be removed: .*\/corporate-memory\.timer, which is made no more\.$/m,
  )
  assert.ok(existsSync(join(out, 'corporate-memory.timer')))
  const { said } = await render(['--target', 'quadlet'])
  assert.match(
    said,
    /^Removed .*\/corporate-memory\.container, which is made no more: what still runs/m,
  )
  const names = await readdir(out)
  assert.deepEqual(
    names.filter((name) => name.startsWith('corporate-memory')),
    [],
  )
  assert.ok(names.includes('own.container') && names.includes('webapp.container'))
})

test('rootless quadlets are those of a user', async (t) => {
  const { out, render } = await place(t, 'instance: { name: Test }\n')
  assert.equal((await render(['--target', 'quadlet', '--rootless'])).code, 0)
  assert.match(await readFile(join(out, 'webapp.container'), 'utf8'), /WantedBy=default\.target/)
})

test('a plan and a document name the files, and what is off with the reason; a plan writes none', async (t) => {
  const { out, render } = await place(t, 'instance: { name: Test }\n')
  const plan = await render(['--target', 'systemd', '--dry-run'])
  assert.equal(plan.code, 0, plan.said)
  assert.match(plan.said, /^\/.*\/out\/webapp\.service$/m)
  assert.match(plan.said, /^Nothing was written: --dry-run\.$/m)
  assert.ok(!existsSync(out))
  const { code, said } = await render(['--target', 'systemd', '--format', 'json'])
  assert.equal(code, 0, said)
  const told = JSON.parse(said.slice(0, said.indexOf('\n}') + 2)) as {
    dryRun: boolean
    files: string[]
    off: { id: string; reason: string }[]
  }
  assert.equal(told.dryRun, false)
  for (const file of told.files) assert.ok(existsSync(file), file)
  assert.ok(told.files.includes(join(out, 'webapp.service')))
  const bot = told.off.find(({ id }) => id === 'telegram-bot')
  assert.equal(bot?.reason, 'TELEGRAM_BOT_TOKEN not set')
})

test('a folder that is none is refused with what to name instead, and no trace of our code', async (t) => {
  const { out, render } = await place(t, 'instance: { name: Test }\n')
  await writeFile(out, 'somebody’s')
  const { code, said } = await render(['--target', 'caddy'])
  assert.equal(code, 1)
  assert.match(said, /^error: .*\nremedy: A part of that path is a file: name a folder\.\n$/)
  assert.equal(await readFile(out, 'utf8'), 'somebody’s')
  // Node’s own mkdir asked for this one for ever.
  const disk = join(dirname(out), 'not mounted')
  await symlink(join(dirname(out), 'gone'), disk)
  const behind = await render(['--target', 'caddy', '--out', join(disk, 'units')])
  assert.equal(behind.code, 1)
  assert.match(behind.said, /^error: EEXIST: .*not mounted'\nremedy: .*name another place\.\n$/)
})

// A container knew none that was written in small letters, or that was given as a file.
test('every variable that instance.yaml names reaches the containers that read it, as itself and as a file', async (t) => {
  const { out, render } = await place(
    t,
    `instance: { name: Test }
sources:
  shop: { connector: files, folder: '\${shop_folder:-/srv/shop}', title: '\${_title:-Shop} \${Mixed9:-x}' }
`,
  )
  const { code, said } = await render(['--target', 'quadlet'])
  assert.equal(code, 0, said)
  const reader = await readFile(join(out, 'data-sync.container'), 'utf8')
  for (const name of ['shop_folder', '_title', 'Mixed9'])
    for (const given of [name, `${name}_FILE`])
      assert.ok(reader.split('\n').includes(`PodmanArgs=--env=${given}`), given)
  const isolated = await readFile(join(out, 'script-sandbox.container'), 'utf8')
  assert.doesNotMatch(isolated, /shop_folder/)
})
