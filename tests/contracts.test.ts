import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { createLog } from '#core/log.ts'
import { serviceManifest } from '#core/service.ts'
import { discoverAll } from '#core/run/units.ts'
import { findCommands } from '../scripts/command-line/find-commands.ts'

const root = join(import.meta.dirname, '..')
const { services, connectors, providers } = await discoverAll(root)

/** One text, so that every image shares the layer that it makes. */
const dependencyStage = `FROM node:24-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
`

test('the suites below see at least one unit of each kind', () => {
  assert.ok(services.length >= 2)
  assert.ok(connectors.size >= 1)
  assert.ok(providers.size >= 1)
})

for (const { id, dir, manifest } of services) {
  test(`service ${id}: its manifest follows the schema and carries the directory's name`, () => {
    assert.equal(serviceManifest.parse(manifest).id, id)
  })

  test(`service ${id}: its pages lie below its own paths, and its variables explain themselves`, () => {
    const { page, widget } = manifest.portal ?? {}
    if (page && widget) assert.ok(widget.path.startsWith(`${page.path}/`))
    for (const [name, variable] of Object.entries(manifest.env ?? {})) {
      assert.match(name, /^[A-Z][A-Z0-9_]*$/)
      assert.ok(variable.description.length > 10, name)
      // What a description gives a meaning must be taken.
      if (/(?<![\d.])0[:;]/.test(variable.description)) assert.equal(variable.minimum ?? 0, 0, name)
    }
  })

  test(`service ${id}: its Dockerfile takes the same packages as all others, in the same layer`, async () => {
    if (manifest.container?.image !== undefined) {
      assert.ok(!existsSync(join(dir, 'Dockerfile')), 'it has an image and a Dockerfile')
      return
    }
    const text = await readFile(join(dir, 'Dockerfile'), 'utf8')
    assert.doesNotMatch(text, /^FROM \S+:latest|^FROM [^:\s]+$/m)
    if (manifest.container) return
    assert.ok(text.startsWith(dependencyStage), 'the stage `dependencies` differs')
    assert.match(text, /^COPY --from=dependencies \/app\/node_modules node_modules$/m)
    const folder = relative(root, dir)
    // Where no instance is mounted the example is; an isolated service reads none.
    if (!manifest.isolated && manifest.kind !== 'setup')
      assert.match(text, /^COPY examples\/quickstart examples\/quickstart$/m)
    assert.ok(text.includes(`COPY ${folder} ${folder}\n`), `it does not take ${folder} along`)
    for (const units of manifest.units ?? []) assert.ok(text.includes(`COPY ${units} ${units}\n`))
    for (const { path } of manifest.volumes ?? []) assert.ok(text.includes(` ${path}\n`), path)
  })

  test(`service ${id}: a README says what it does`, async () => {
    assert.ok((await readFile(join(dir, 'README.md'), 'utf8')).length > 300)
  })
}

for (const { id, dir, manifest, load } of services.filter(({ manifest }) => !manifest.container)) {
  test(`service ${id}: importing main.ts does nothing but give what its kind needs`, async () => {
    // A process that only imports it must end by itself.
    const code = `await import(${JSON.stringify(join(dir, 'main.ts'))})`
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
      timeout: 300_000,
    })
    const module: object =
      manifest.kind === 'setup' ? ((await import(join(dir, 'main.ts'))) as object) : await load()
    const needed = { daemon: ['createApp'], job: ['createApp', 'runOnce'], setup: ['setUp'] }
    for (const name of needed[manifest.kind]) assert.ok(name in module, name)
  })
}

test('no two services claim the same path', () => {
  const paths = services.flatMap(({ manifest }) => [
    ...(manifest.routes ?? []).map(({ path }) => path),
    ...(manifest.portal?.page ? [manifest.portal.page.path] : []),
  ])
  assert.deepEqual(paths, [...new Set(paths)])
})

test('what a service needs is there, and a variable that switches one on is told of somewhere', () => {
  const ids = services.map(({ id }) => id)
  const declared = services.flatMap(({ manifest }) => [
    ...Object.keys(manifest.env ?? {}),
    ...(manifest.container?.publish ?? []).map(({ variable }) => variable),
  ])
  for (const { id, manifest } of services) {
    for (const needed of manifest.needs ?? []) assert.ok(ids.includes(needed), `${id}: ${needed}`)
    for (const name of manifest.enabledWhen ?? [])
      assert.ok(declared.includes(name), `${id}: ${name}`)
  }
})

for (const [id, connector] of connectors) {
  test(`connector ${id}: its example passes its own schema, and an unknown key does not`, () => {
    assert.ok(connector.config.safeParse(connector.example).success)
    const mistyped = { ...(connector.example as object), 'no-such-key': 1 }
    assert.equal(connector.config.safeParse(mistyped).success, false)
  })

  test(`connector ${id}: a source that cannot be reached is an error with a code, and a check says so`, async (t) => {
    const staging = await mkdtemp(join(tmpdir(), 'contract-'))
    t.after(() => rm(staging, { recursive: true }))
    const context = {
      config: connector.config.parse(connector.example),
      tables: {},
      configDir: join(staging, 'nothing-here'),
      staging,
      log: createLog('silent'),
      signal: AbortSignal.timeout(120_000),
      progress: () => undefined,
    }
    await assert.rejects(
      connector.check(context),
      (error: { code?: unknown; remedy?: unknown }) => {
        assert.equal(typeof error.code, 'string')
        assert.equal(typeof error.remedy, 'string')
        return true
      },
    )
  })
}

for (const [id, provider] of providers) {
  test(`login ${id}: its example passes its own schema, and it has a name for people`, () => {
    assert.ok(provider.config.safeParse(provider.example).success)
    assert.ok(provider.displayName.length > 0)
    assert.equal(provider.name, id)
  })
}

test('every migration is named NNN-what.sql, and the numbers of an owner do not repeat', async () => {
  const folders = [
    'core',
    ...services.map(({ dir }) => dir),
    ...[...providers.keys()].map((id) => `auth/${id}`),
  ]
    .map((dir) => join(dir.startsWith('/') ? '' : root, dir, 'migrations'))
    .filter((dir) => existsSync(dir))
  assert.ok(folders.length >= 2)
  for (const folder of folders) {
    const names = (await readdir(folder)).sort()
    for (const name of names) assert.match(name, /^\d{3}-[a-z0-9-]+\.sql$/)
    assert.equal(new Set(names.map((name) => name.slice(0, 3))).size, names.length)
  }
})

test('every command of stack has a summary, and each of its actions one too', async () => {
  const commands = [...(await findCommands(root)).values()]
  assert.ok(commands.length >= 5)
  for (const { verb, load } of commands) {
    const command = await load()
    assert.ok(command.summary.length > 0, verb)
    for (const action of Object.values(command.actions)) assert.ok(action.summary.length > 0, verb)
  }
})
