import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#core/service.ts'
import type { ServerCommands } from '../server/server-commands.ts'
import { composeProject } from './compose-project.ts'

/** What `docker` prints, by how the words begin; anything else fails. */
function dockerThat(prints: Readonly<Record<string, unknown>>) {
  const asked: string[] = []
  const ask: ServerCommands['ask'] = (program, args) => {
    const line = [program, ...args].join(' ')
    asked.push(line)
    const found = Object.entries(prints).find(([words]) => line.includes(words))
    if (!found) return Promise.resolve({ code: 1, out: '', err: `No such object: ${args.at(-1)}` })
    const out = typeof found[1] === 'string' ? found[1] : JSON.stringify(found[1])
    return Promise.resolve({ code: 0, out, err: '' })
  }
  const must: ServerCommands['must'] = async (program, args) => {
    const { code, out, err } = await ask(program, args)
    if (code !== 0) throw new Error(err)
    return out
  }
  return { ask, must, asked }
}

const described = { title: '', description: '' }
const daemon = { kind: 'daemon', ...described } as const

test('containers that run are told with the image they were started from', async () => {
  const docker = dockerThat({
    'compose ps': 'id1\nid2\n',
    'docker inspect id1 id2': [
      {
        Id: 'id1',
        Image: 'sha256:a',
        Config: {
          Image: 'web:1',
          Labels: {
            'com.docker.compose.service': 'web',
            'com.docker.compose.config-hash': 'f00d',
          },
        },
      },
      { Id: 'id2', Image: 'sha256:b', Config: { Image: 'b', Labels: {} } },
    ],
  })
  const { running } = composeProject(docker)
  assert.deepEqual(await running(), [
    { id: 'id1', service: 'web', image: 'web:1', imageId: 'sha256:a', definition: 'f00d' },
    { id: 'id2', service: '', image: 'b', imageId: 'sha256:b', definition: '' },
  ])
})

test('where nothing runs nothing is inspected', async () => {
  const docker = dockerThat({ 'compose ps': '\n' })
  assert.deepEqual(await composeProject(docker).running(), [])
  assert.equal(docker.asked.length, 1)
})

test('of services those scaled to none are not to run, and one that is built has the name that Compose gives it', async () => {
  const docker = dockerThat({
    'compose config': {
      name: 'acme',
      services: {
        web: { image: 'web:2' },
        off: { image: 'off:2', scale: 0 },
        // Of the operator's own, in a file beside ours.
        own: { build: { context: '.' } },
      },
    },
    'image inspect --format {{.Id}} web:2': 'sha256:a\n',
    'image inspect --format {{.Id}} acme-own': 'sha256:c\n',
  })
  assert.deepEqual(await composeProject(docker).configured(), [
    { service: 'web', image: 'web:2', imageId: 'sha256:a' },
    { service: 'own', image: 'acme-own', imageId: 'sha256:c' },
  ])
})

test('an image that is not here has no id, and the version that is asked for is that of the images', async () => {
  const docker = dockerThat({
    'compose config': { name: 'acme', services: { web: { image: 'web:3' } } },
  })
  const project = composeProject(docker, '3')
  assert.deepEqual(await project.configured(), [
    { service: 'web', image: 'web:3', imageId: undefined },
  ])
  assert.equal(docker.asked[0], 'env STACK_VERSION=3 docker compose config --format json')
})

test('what the files say of each service is told by the hash that Compose makes of it', async () => {
  const docker = dockerThat({ 'config --hash': 'web f00d\nedge cafe\n' })
  const definitions = await composeProject(docker, '3').definitions()
  assert.deepEqual([...definitions], [['web', 'f00d'], ['edge', 'cafe']])
  assert.match(docker.asked[0] ?? '', /^env STACK_VERSION=3 sh -c /)
})

test('stores are volumes by the engine’s name or folders by their path, as the operator’s files have them', async () => {
  const services: readonly Service[] = [
    { id: 'web', volumes: [{ name: 'data', path: '/data' }], ...daemon },
    { id: 'gone', volumes: [{ name: 'extra', path: '/extra' }], ...daemon },
  ]
  const docker = dockerThat({
    'compose config': {
      name: 'acme',
      services: {
        web: {
          image: 'web:1',
          volumes: [
            { type: 'volume', source: 'data', target: '/data' },
            { type: 'bind', source: '/srv/acme/config', target: '/config' },
            { type: 'tmpfs', target: '/tmp' },
          ],
        },
      },
      volumes: { data: { name: 'acme_data' } },
    },
  })
  const stores = await composeProject(docker).stores(services)
  assert.deepEqual([...stores].sort(), [
    ['config', '/srv/acme/config'],
    ['data', 'acme_data'],
  ])
})
