import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { SERVER } from '../../deploy/server-folders.ts'
import systemd from '../../deploy/targets/systemd/target.ts'
import { exampleStack } from '../../tests/peers/example-stack.ts'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { releaseOf } from './release.ts'
import type { ServerCommands } from './server-commands.ts'
import type { TargetInput } from './server-target.ts'
import type { Step } from './step.ts'
import { systemdServer } from './systemd-server.ts'

const services = exampleStack.services.filter(
  ({ container, role }) => !container || role !== undefined,
)
/** No machine has it below /opt. */
const version = '0.0.0-nowhere'

/** A checkout with packages and a server without anything, whose programs are these. */
async function server(t: TestContext, { there = ['caddy', 'psql'], packages = true } = {}) {
  const folder = await temporaryFolder()
  t.after(() => folder[Symbol.asyncDispose]())
  const root = join(folder.path, 'checkout')
  await mkdir(join(root, 'node_modules/node/bin'), { recursive: true })
  if (packages) await symlink(process.execPath, join(root, 'node_modules/node/bin/node'))
  await writeFile(join(root, 'package.json'), JSON.stringify({ version }))
  const layout = {
    ...{ rootless: false, config: join(folder.path, 'etc'), state: join(folder.path, 'state') },
    ...{ quadlets: join(folder.path, 'quadlets'), units: join(folder.path, 'units') },
  }
  await mkdir(layout.config)
  const asked: { readonly words: string; readonly input: string | undefined }[] = []
  const commands: ServerCommands = {
    scope: [],
    ask: (program) =>
      Promise.resolve({ code: there.includes(program) ? 0 : 127, out: '', err: '' }),
    must(program, args, input) {
      asked.push({ words: [program, ...args].join(' '), input })
      return Promise.resolve('')
    },
    systemctl: () => Promise.resolve(''),
  }
  const release = releaseOf({ ...exampleStack, services, version }, systemd, false)
  const input: TargetInput = { root, layout, commands, release }
  return {
    input,
    asked,
    config: (text: string) => writeFile(join(layout.config, 'common.env'), text),
  }
}

const skip = existsSync(SERVER.checkout) && `${SERVER.checkout} is on this machine`
const shown = (steps: readonly Step[]) => steps.map(({ does, what }) => `${does} ${what}`)

test('a new server gets the checkout, its users and its folders before anything runs, and nothing is taken away', async (t) => {
  const { input, asked } = await server(t)
  const steps = await systemdServer.prepare(input)
  assert.deepEqual(shown(steps), [
    `create /opt/ai-data-analyst/releases/${version}`,
    'create the users of the services (what is there stays)',
    'create the folders of the services (what is there stays)',
  ])
  for (const step of steps.slice(1)) await step.apply()
  assert.deepEqual(
    asked.map(({ words }) => words),
    ['systemd-sysusers -', 'systemd-tmpfiles --create -'],
  )
  assert.match(asked[0]?.input ?? '', /^u ada-webapp - /m)
  assert.match(asked[1]?.input ?? '', /^d \/var\/lib\/ai-data-analyst\/secrets 0700 ada-secrets /m)
})

test('programs that only the administrator installs are shown in the plan, and end what carries it out', async (t) => {
  const { input } = await server(t, { there: [] })
  const [need, ...rest] = await systemdServer.prepare(input)
  assert.equal(need?.does, 'need')
  assert.ok(rest.length > 0)
  await assert.rejects(need.apply(), /caddy.*apt install caddy[^]*psql.*apt install postgresql/)
})

test('who names a database of their own needs no PostgreSQL on the server', async (t) => {
  const { input, config } = await server(t, { there: ['caddy'] })
  assert.equal((await systemdServer.prepare(input))[0]?.does, 'need')
  await config('# none here\nDATABASE_URL=postgres://db.example.com/stack\n')
  assert.ok((await systemdServer.prepare(input)).every(({ does }) => does === 'create'))
})

test('a checkout without its packages, or of another version, is refused before anything is done', async (t) => {
  const { input } = await server(t, { packages: false })
  await assert.rejects(systemdServer.prepare(input), /its packages are missing: npm ci/)
  const { input: other } = await server(t)
  const release = { ...other.release, version: '9.9.9-nowhere' }
  await assert.rejects(
    systemdServer.prepare({ ...other, release }),
    /releases\/9\.9\.9-nowhere is not there any more, and .*checkout is another version/,
  )
})

test(
  'which version runs is two links, and the code of one that never came so far is nothing to remove',
  { skip },
  async (t) => {
    const { input } = await server(t)
    assert.deepEqual(shown(await systemdServer.settle(input)), [
      `create ${SERVER.checkout} -> /opt/ai-data-analyst/releases/${version}`,
      `create /opt/ai-data-analyst/node -> ${SERVER.checkout}/node_modules/node`,
    ])
    assert.deepEqual(await systemdServer.discard(input, [input.release], []), [])
  },
)

test('every generated file has a place that its reader looks at', async (t) => {
  const { input } = await server(t)
  const { layout, release } = input
  const places = release.files.map(({ name }) => systemdServer.place(name, layout))
  assert.equal(new Set(places).size, places.length)
  for (const place of places) {
    const unit = place.startsWith(`${layout.units}/`) && /\.(service|timer|conf)$/.test(place)
    assert.ok(unit || /^\/etc\/(caddy|sysusers\.d|tmpfiles\.d)\//.test(place), place)
  }
  const dropIn = systemdServer.place('ai-data-analyst.conf', layout)
  assert.equal(dropIn, join(layout.units, 'caddy.service.d/ai-data-analyst.conf'))
})
