import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { z, ZodError } from 'zod'
import type { Connector } from '#core/connector.ts'
import { createLog } from '#core/log.ts'
import { exampleSource } from '../../../tests/peers/example-catalog.ts'
import { openSource, type EngineContext } from './engine-context.ts'

const files: Connector = {
  name: 'files',
  displayName: 'Files',
  config: z.strictObject({ folder: z.string(), delimiter: z.string().default(',') }),
  example: { folder: 'data' },
  check: async () => undefined,
  discover: async () => [],
  async *extract() {},
}
const declared = { maxRejected: 0, allowEmpty: false, options: {} }
const sources = [
  exampleSource({ connector: 'files', config: { folder: 'data' }, tables: { orders: declared } }),
  exampleSource({ id: 'crm', connector: 'salesforce' }),
  exampleSource({ id: 'broken', connector: 'files', config: { folder: 7 } }),
]
const engine = {
  sources,
  connectors: new Map([['files', files]]),
  configDir: '/etc/analyst',
  log: createLog('silent', new PassThrough()),
} as unknown as EngineContext

const surroundings = {
  staging: '/data/staging/1',
  signal: new AbortController().signal,
  progress: () => undefined,
}
const open = (id: string) => openSource(engine, id, surroundings)

test('a source comes with its connector and a configuration that the connector has parsed', () => {
  const { source, connector, context } = open('shop')
  assert.deepEqual([source.id, connector.name], ['shop', 'files'])
  assert.deepEqual(context.config, { folder: 'data', delimiter: ',' })
  assert.deepEqual(context.tables, { orders: declared })
  assert.deepEqual([context.configDir, context.staging], ['/etc/analyst', '/data/staging/1'])
  assert.equal(context.signal, surroundings.signal)
})

test('a source or a connector that is not there is named with the key of the configuration', () => {
  for (const id of ['nowhere', '__proto__', ''])
    assert.throws(() => open(id), { message: `sources.${id} is not in instance.yaml` })
  assert.throws(() => open('crm'), {
    code: 'invalid_configuration',
    message: 'sources.crm.connector: there is no connectors/salesforce',
  })
})

test('a configuration that its connector does not take reaches no method of it', () => {
  assert.throws(() => open('broken'), ZodError)
})
