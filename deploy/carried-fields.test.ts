import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { ConfigError } from '#core/errors.ts'
import { serviceManifest, type Service } from '#core/service.ts'
import { changedStack } from '../tests/peers/changed-stack.ts'
import type { StackModel } from './stack-model.ts'
import { exampleStack } from '../tests/peers/example-stack.ts'
import caddy from './targets/caddy/target.ts'
import compose from './targets/compose/target.ts'
import quadlet from './targets/quadlet/target.ts'
import systemd from './targets/systemd/target.ts'

const targets = { compose, quadlet, systemd, caddy }
type TargetName = keyof typeof targets

/**
 * What becomes of a field: its change is in the files, or refused with these words, or the program reads it from its
 * manifest by itself, or the part is one that this target has no file for.
 */
type Fate = 'carried' | 'read by the program' | 'not of this target' | RegExp
type Fates = Readonly<Record<TargetName, Fate>>

const everywhere = (fate: Fate): Fates => ({
  compose: fate,
  quadlet: fate,
  systemd: fate,
  caddy: fate,
})
const byProgram = everywhere('read by the program')
const routed: Fates = { ...everywhere('carried'), compose: 'not of this target' }
const units: Fates = { ...everywhere('carried'), caddy: 'not of this target' }
/** The server's own PostgreSQL and Caddy stand for these. */
const inContainers: Fates = {
  ...everywhere('carried'),
  systemd: 'not of this target',
  caddy: 'not of this target',
}
const onlyUnits: Fates = {
  ...everywhere('carried'),
  compose: 'not of this target',
  caddy: 'not of this target',
}

const bot = (change: object | ((service: Service) => object)) =>
  changedStack('bot', change as Readonly<Record<string, unknown>>)
const edge = (container: object) =>
  changedStack('edge', (service) => ({ container: { ...service.container, ...container } }))
const variable = (change: object) =>
  bot({ env: { BOT_TOKEN: { kind: 'secret', description: 'From the messenger', ...change } } })
const route = (change: object) =>
  bot(({ routes = [] }) => ({
    routes: routes.map((one) => (one.path === '/bot' ? { ...one, ...change } : one)),
  }))
const volume = (change: object) =>
  bot(({ volumes = [] }) => ({
    volumes: volumes.map((one) => (one.name === 'bot-media' ? { ...one, ...change } : one)),
  }))
const published = (change: object) =>
  edge({ publish: [{ port: 80, variable: 'HTTP_PORT', default: 8080, ...change }] })
const page = (change: object) =>
  bot({ portal: { page: { path: '/p', title: 'P', icon: 'p', order: 1, ...change } } })
const widget = (change: object) =>
  bot({ portal: { widget: { path: '/w', title: 'W', order: 1, ...change } } })

/** A manifest's every field, changed to another value, and what becomes of it with each target. */
const fields: Readonly<Record<string, readonly [StackModel, Fates]>> = {
  id: [bot({ id: 'robot' }), everywhere('carried')],
  title: [bot({ title: 'Robot' }), onlyUnits],
  description: [bot({ description: 'Runs 100 %' }), onlyUnits],
  kind: [bot({ kind: 'setup', routes: undefined }), everywhere('carried')],
  schedule: [changedStack('memory', { schedule: '5 4 * * 1' }), { ...onlyUnits }],
  'env.*.kind': [variable({ kind: 'text' }), { ...inContainers, caddy: 'not of this target' }],
  'env.*.description': [variable({ description: 'Another' }), byProgram],
  'env.*.default': [variable({ default: 'x' }), byProgram],
  'env.*.required': [variable({ required: true }), byProgram],
  'env.*.minimum': [variable({ minimum: 1 }), byProgram],
  'env.*.example': [variable({ example: 'x' }), byProgram],
  nodeFlags: [bot({ nodeFlags: ['--expose-gc'] }), byProgram],
  port: [bot({ port: 9001 }), everywhere('carried')],
  'routes.path': [route({ path: '/robot' }), routed],
  'routes.websocket': [route({ websocket: true }), byProgram],
  'routes.auth': [route({ auth: 'session' }), routed],
  health: [bot({ health: '/well' }), byProgram],
  units: [
    bot({ units: ['connectors'] }),
    {
      ...everywhere('not of this target'),
      compose: 'carried',
    },
  ],
  'secrets.*': [changedStack('webapp', { secrets: { csrf: 'text', other: 'text' } }), units],
  'volumes.name': [volume({ name: 'media' }), units],
  'volumes.path': [volume({ path: '/pictures' }), units],
  'volumes.readOnly': [volume({ readOnly: false }), units],
  isolated: [
    changedStack('box', { isolated: undefined }),
    { ...units, caddy: 'not of this target' },
  ],
  needs: [bot({ needs: ['box'] }), units],
  unit: [bot({ unit: 'notify-bot' }), onlyUnits],
  role: [
    changedStack('edge', { role: undefined }),
    { ...everywhere('carried'), systemd: /services\/edge: container/, caddy: 'not of this target' },
  ],
  'container.image': [edge({ image: 'caddy:2.9' }), inContainers],
  'container.command': [edge({ command: ['caddy', 'run'] }), inContainers],
  'container.user': [edge({ user: '7:8' }), inContainers],
  'container.env.*': [edge({ env: { XDG_DATA_HOME: '/state' } }), inContainers],
  'container.health': [edge({ health: ['false'] }), inContainers],
  'container.publish.port': [published({ port: 81 }), inContainers],
  'container.publish.variable': [published({ variable: 'WEB_PORT' }), inContainers],
  'container.publish.default': [published({ default: 8081 }), inContainers],
  'container.scratch': [edge({ scratch: ['/tmp', '/run'] }), inContainers],
  'container.capabilities': [edge({ capabilities: ['CHOWN'] }), inContainers],
  'limits.memory': [bot({ limits: { memory: '65m', cpus: 0.5, pids: 16 } }), units],
  'limits.cpus': [bot({ limits: { memory: '64m', cpus: 0.25, pids: 16 } }), units],
  'limits.pids': [bot({ limits: { memory: '64m', cpus: 0.5, pids: 17 } }), units],
  enabledWhen: [bot({ enabledWhen: ['BOT_NAME'] }), units],
  'portal.page.path': [page({ path: '/q' }), byProgram],
  'portal.page.title': [page({ title: 'Q' }), byProgram],
  'portal.page.icon': [page({ icon: 'q' }), byProgram],
  'portal.page.order': [page({ order: 2 }), byProgram],
  'portal.page.admin': [page({ admin: true }), byProgram],
  'portal.script': [bot({ portal: { script: '/p.js' } }), byProgram],
  'portal.widget.path': [widget({ path: '/v' }), byProgram],
  'portal.widget.title': [widget({ title: 'V' }), byProgram],
  'portal.widget.order': [widget({ order: 2 }), byProgram],
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
}

/** The paths of all values that a schema has: `routes.path`, `env.*.kind`. */
function pathsOf({ properties, additionalProperties, items }: Schema, at = ''): readonly string[] {
  const below = (name: string, schema: Schema) =>
    pathsOf(schema, at === '' ? name : `${at}.${name}`)
  if (items) return pathsOf(items, at)
  const named = Object.entries(properties ?? {}).flatMap(([name, one]) => below(name, one))
  const any = typeof additionalProperties === 'object' ? below('*', additionalProperties) : []
  return named.length + any.length > 0 ? [...named, ...any] : [at]
}

test('for every field that a manifest may have it is decided what becomes of it', () => {
  const known = pathsOf(z.toJSONSchema(serviceManifest, { io: 'input' }) as Schema)
  assert.deepEqual(Object.keys(fields).toSorted(), known.toSorted())
})

for (const [path, [model, fates]] of Object.entries(fields)) {
  test(`${path} is carried by every target, or refused by it, or none of its business`, () => {
    assert.notDeepEqual(model, exampleStack, 'the test changes nothing')
    for (const [name, target] of Object.entries(targets) as [
      TargetName,
      (typeof targets)[TargetName],
    ][]) {
      const fate = fates[name]
      const make = () => target.generate(model)
      if (fate instanceof RegExp) assert.throws(make, matching(fate), name)
      else if (fate === 'carried') assert.notDeepEqual(make(), target.generate(exampleStack), name)
      else assert.deepEqual(make(), target.generate(unchanged(path)), `${name}: ${fate}`)
    }
  })
}

/** What a model differs from in the one field alone: a page is there in both. */
function unchanged(path: string): StackModel {
  if (path.startsWith('portal.page')) return page({})
  if (path.startsWith('portal.widget')) return widget({})
  return exampleStack
}

function matching(words: RegExp) {
  return (error: unknown) => error instanceof ConfigError && words.test(error.message)
}
