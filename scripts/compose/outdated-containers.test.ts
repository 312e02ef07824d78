import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#core/service.ts'
import { outdatedContainers } from './outdated-containers.ts'

const described = { title: '', description: '' }
const services: readonly Service[] = [
  { id: 'web', kind: 'daemon', port: 80, ...described },
  { id: 'once', kind: 'setup', ...described },
  {
    id: 'door',
    kind: 'daemon',
    port: 80,
    container: { publish: [{ port: 80, variable: 'P', default: 80 }] },
    ...described,
  },
]
const manifests = new Map(services.map((service) => [service.id, service]))
const container = (service: string, image: string, imageId: string) => ({
  id: `${service}-1`,
  service,
  image,
  imageId,
  definition: 'as before',
})
const wanted = (service: string, image: string, imageId?: string) => ({ service, image, imageId })

test('a container of the same image stays as it is', () => {
  const { outdated, added, gone } = outdatedContainers(
    [container('web', 'web:1', 'a')],
    [wanted('web', 'web:1', 'a')],
    manifests,
  )
  assert.deepEqual([outdated, added, gone], [[], [], []])
})

for (const [what, image, imageId] of [
  ['another version', 'web:2', 'b'],
  ['the same version built anew', 'web:1', 'b'],
  ['another version with the same content', 'web:2', 'a'],
  ['a version that is not here yet', 'web:2', undefined],
] as const) {
  test(`a container is outdated by ${what}`, () => {
    const web = container('web', 'web:1', 'a')
    const { outdated } = outdatedContainers([web], [wanted('web', image, imageId)], manifests)
    assert.deepEqual(outdated, [web])
  })
}

test('a container that holds a port is outdated by other content alone', () => {
  const door = container('door', 'door:1', 'a')
  const of = (imageId: string) =>
    outdatedContainers([door], [wanted('door', 'door:2', imageId)], manifests).outdated
  assert.deepEqual(of('a'), [])
  assert.deepEqual(of('b'), [door])
})

test('a container of which the files say something else is outdated, also one that holds a port', () => {
  const [web, door] = [container('web', 'web:1', 'a'), container('door', 'door:1', 'b')]
  const configured = [wanted('web', 'web:1', 'a'), wanted('door', 'door:1', 'b')]
  const { outdated } = outdatedContainers([web, door], configured, manifests, new Set([door]))
  assert.deepEqual(outdated, [door])
})

test('new services are added, but for those that run once, and what no file knows is gone', () => {
  const old = container('old', 'old:1', 'a')
  const { added, gone } = outdatedContainers(
    [old],
    [wanted('web', 'web:1'), wanted('once', 'once:1')],
    manifests,
  )
  assert.deepEqual(added, ['web'])
  assert.deepEqual(gone, [old])
})
