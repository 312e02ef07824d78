import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleStack } from '../tests/peers/example-stack.ts'
import { serviceManifest } from './service.ts'

const [bot] = exampleStack.services.filter(({ id }) => id === 'bot')
const [edge] = exampleStack.services.filter(({ id }) => id === 'edge')

/** Where a manifest is refused, as `env.A B`; undefined when it is taken. */
function refusedAt(manifest: object): string | undefined {
  const parsed = serviceManifest.safeParse(manifest)
  return parsed.success ? undefined : parsed.error.issues.map(({ path }) => path.join('.')).join()
}

const withBot = (change: object) => ({ ...bot, ...change })
const withEdge = (container: object) => ({
  ...edge,
  container: { ...edge?.container, ...container },
})
const variable = { kind: 'text', description: 'What it is' }

test('a manifest of every kind follows the schema', () => {
  for (const service of exampleStack.services)
    assert.equal(refusedAt(service), undefined, service.id)
})

// A generator writes them into lines of files, where they would begin other lines or other words.
test('what would break out of a line, a word or a path of a generated file is refused with its field', () => {
  for (const [manifest, path] of [
    [withBot({ title: 'two\nlines' }), 'title'],
    [withBot({ title: '' }), 'title'],
    [withBot({ description: 'ends in a backslash \\' }), 'description'],
    [withBot({ description: 'with\ta tab' }), 'description'],
    [withBot({ description: 'a\r' }), 'description'],
    [withBot({ id: 'Bot' }), 'id'],
    [withBot({ id: '../bot' }), 'id'],
    [withBot({ env: { 'A B': variable } }), 'env.A B'],
    [withBot({ env: { 'A=B': variable } }), 'env.A=B'],
    [withBot({ env: { '1A': variable } }), 'env.1A'],
    [withBot({ env: { 'A}': variable } }), 'env.A}'],
    [withBot({ enabledWhen: ['A:-B'] }), 'enabledWhen.0'],
    [withBot({ enabledWhen: [''] }), 'enabledWhen.0'],
    [withBot({ nodeFlags: ['--eval=1 --x'] }), 'nodeFlags.0'],
    [withBot({ routes: [{ path: '/a b', auth: 'none' }] }), 'routes.0.path'],
    [withBot({ routes: [{ path: '/a{x}', auth: 'none' }] }), 'routes.0.path'],
    [withBot({ routes: [{ path: '/a\n', auth: 'none' }] }), 'routes.0.path'],
    [withBot({ volumes: [{ name: 'a', path: '/' }] }), 'volumes.0.path'],
    [withBot({ volumes: [{ name: 'a', path: '/a/' }] }), 'volumes.0.path'],
    [withBot({ volumes: [{ name: 'a', path: '/a/../etc' }] }), 'volumes.0.path'],
    [withBot({ volumes: [{ name: 'a', path: '/a:ro' }] }), 'volumes.0.path'],
    [withBot({ volumes: [{ name: 'a/b', path: '/a' }] }), 'volumes.0.name'],
    [withBot({ secrets: { '../key': 'text' } }), 'secrets.../key'],
    [withEdge({ image: 'caddy:2 --privileged' }), 'container.image'],
    [withEdge({ image: '${REGISTRY}/caddy:2' }), 'container.image'],
    [withEdge({ image: 'caddy%h:2' }), 'container.image'],
    [withEdge({ user: 'root' }), 'container.user'],
    [withEdge({ env: { 'A B': 'c' } }), 'container.env.A B'],
    [withEdge({ env: { A: 'b\0' } }), 'container.env.A'],
    [withEdge({ command: ['a\0'] }), 'container.command.0'],
    [
      withEdge({ publish: [{ port: 80, variable: 'A B', default: 1 }] }),
      'container.publish.0.variable',
    ],
  ] as const) {
    assert.equal(refusedAt(manifest), path, JSON.stringify(manifest))
  }
})

test('what no engine takes is refused with its field', () => {
  for (const [manifest, path] of [
    [withBot({ port: 0 }), 'port'],
    [withBot({ port: 65_536 }), 'port'],
    [withBot({ port: 80.5 }), 'port'],
    [withBot({ limits: { cpus: 0 } }), 'limits.cpus'],
    [withBot({ limits: { cpus: -1 } }), 'limits.cpus'],
    // systemd has whole percents.
    [withBot({ limits: { cpus: 0.001 } }), 'limits.cpus'],
    [withBot({ limits: { pids: 0 } }), 'limits.pids'],
    [withEdge({ command: [] }), 'container.command'],
    [withEdge({ health: [] }), 'container.health'],
    [withEdge({ capabilities: ['CAP_CHOWN'] }), 'container.capabilities.0'],
    [withEdge({ capabilities: ['ALL privileges'] }), 'container.capabilities.0'],
    [withEdge({ publish: [{ port: 0, variable: 'A', default: 1 }] }), 'container.publish.0.port'],
    [
      withEdge({ publish: [{ port: 1, variable: 'A', default: 0 }] }),
      'container.publish.0.default',
    ],
    [withEdge({ scratch: ['/'] }), 'container.scratch.0'],
    [withBot({ isloated: true }), ''],
  ] as const) {
    assert.equal(refusedAt(manifest), path, JSON.stringify(manifest))
  }
})

test('quotes, percents, dollars and letters of every language are taken where people read them', () => {
  const text = `“Zürich” 'is' "it" 100 % $HOME \`x\` 数据 🚀 \\ back`
  assert.equal(refusedAt(withBot({ title: text, description: text })), undefined)
  const given = withEdge({ env: { A: `${text}\nanother line` }, command: [text, '', 'two\nlines'] })
  assert.equal(refusedAt(given), undefined)
})

test('images of registries with a port, and those named by their content, are taken', () => {
  for (const image of [
    'caddy:2',
    'registry.example.com:5000/team/caddy:2.9.1-alpine',
    `caddy@sha256:${'0'.repeat(64)}`,
  ])
    assert.equal(refusedAt(withEdge({ image })), undefined, image)
})
