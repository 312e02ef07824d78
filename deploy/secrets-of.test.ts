import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secretGroup } from '#core/run/secret-group.ts'
import type { Service } from '#core/service.ts'
import { sharingNames } from '../tests/peers/sharing-names.ts'
import { secretGroups, secretsOf, sharedSecrets } from './secrets-of.ts'

const about = { title: 'x', description: 'x', kind: 'daemon' } as const
const database: Service = { ...about, id: 'db', role: 'database', secrets: { password: 'text' } }
const portal: Service = { ...about, id: 'portal', secrets: { csrf: 'text', shared: 'text' } }
const sync: Service = { ...about, id: 'sync', secrets: { shared: 'text', key: 'ed25519' } }
const box: Service = { ...about, id: 'box', isolated: true }
const setup: Service = { ...about, id: 'secrets', kind: 'setup' }
const services = [database, portal, sync, box, setup]

test('a part reads the secrets that it names and the database’s, a setup all of them, an isolated one none', () => {
  assert.deepEqual(secretsOf(portal, services), ['csrf', 'shared', 'password'])
  assert.deepEqual(secretsOf(sync, services), ['shared', 'key', 'password'])
  assert.deepEqual(secretsOf(database, services), ['password'])
  assert.deepEqual(secretsOf(setup, services), ['password', 'csrf', 'shared', 'key'])
  assert.deepEqual(secretsOf(box, services), [])
  assert.deepEqual(secretGroups(sync, services), ['shared', 'key', 'password'].map(secretGroup))
})

test('a part of another’s making has none but those that it names', () => {
  const container = { image: 'caddy:2', health: ['true'] }
  const edge: Service = { ...about, id: 'edge', container }
  assert.deepEqual(secretsOf(edge, services), [])
  const graphs: Service = { ...edge, id: 'graphs', secrets: { 'graphs-admin': 'text' } }
  assert.deepEqual(secretsOf(graphs, [...services, graphs]), ['graphs-admin'])
})

test('of two secrets with one group the later is named, with the one whose it is', () => {
  const [first, second] = sharingNames(secretGroup)
  const named = (...given: string[]): Service => ({
    ...about,
    id: 'x',
    secrets: Object.fromEntries(given.map((name) => [name, 'text'])),
  })
  assert.deepEqual(sharedSecrets([named(first), named('other', second)]), [
    `secrets.${second}: would be read by all that read ${first}; give it another name`,
  ])
  assert.deepEqual(sharedSecrets([named(first), named(first, 'other')]), [])
})
