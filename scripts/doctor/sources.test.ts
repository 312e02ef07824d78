import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { UpstreamError } from '#core/errors.ts'
import type { CheckContext } from '#core/doctor-check.ts'
import sources from './sources.ts'

/** Connectors that answer as their source is named; `seen` is what they were asked with. */
function installation(...wanted: readonly [id: string, connector: string, config?: object][]) {
  const seen: object[] = []
  const shop = {
    config: z.object({ folder: z.string().default('here') }),
    async check({ config, ...more }: { config: { folder: string } }) {
      seen.push({ config, ...more })
      if (config.folder === 'gone')
        throw new UpstreamError('no_folder', 'there is no folder', { remedy: 'Make one.' })
      if (config.folder === 'odd') throw new Error('it broke')
      if (config.folder === 'text') throw 'a text'
    },
  }
  const context = {
    installation: {
      instance: {
        sources: wanted.map(([id, connector, config = {}]) => ({
          ...{ id, connector, config, tables: [{ name: 't' }] },
        })),
      },
      units: { connectors: new Map([['shop', shop]]) },
      paths: { configDir: '/config', dataDir: '/data' },
    },
    signal: new AbortController().signal,
  } as unknown as CheckContext
  return { seen, found: () => sources(context) }
}

test('every source that can be asked is, with its own settings and tables', async () => {
  const { seen, found } = installation(['a', 'shop'], ['b', 'shop', { folder: 'there' }])
  assert.deepEqual(await found(), { status: 'ok', detail: '2 can be reached' })
  assert.partialDeepStrictEqual(seen, [
    { config: { folder: 'here' }, configDir: '/config', staging: '/data', tables: [{ name: 't' }] },
    { config: { folder: 'there' } },
  ])
})

test('one that cannot be reached keeps none of the others from being asked; each says how to mend it', async () => {
  const { seen, found } = installation(
    ['a', 'shop', { folder: 'gone' }],
    ['b', 'shop'],
    ['c', 'shop', { folder: 'odd' }],
    ['d', 'shop', { folder: 'gone' }],
    ['e', 'shop', { folder: 'text' }],
  )
  assert.deepEqual(await found(), {
    status: 'fail',
    detail: 'a: there is no folder; c: it broke; d: there is no folder; e: a text',
    remedy: 'Make one. Mend it in instance.yaml.',
  })
  assert.equal(seen.length, 5)
})

test('settings that the connector refuses are a failure of that source, not of the doctor', async () => {
  const { seen, found } = installation(['a', 'shop', { folder: 7 }])
  const { status, detail } = await found()
  assert.equal(status, 'fail')
  assert.match(detail, /^a: .*folder/s)
  assert.deepEqual(seen, [])
})

test('a source whose connector is in another container is told, and never taken for one that was reached', async () => {
  const { found } = installation(['a', 'shop'], ['b', 'jira'], ['c', 'keboola'])
  assert.deepEqual(await found(), {
    status: 'ok',
    detail: '1 can be reached; 2 have their connector in another container',
  })
  assert.equal((await installation().found()).detail, '0 can be reached')
})
