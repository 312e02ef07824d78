import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pruneImages } from './prune-images.ts'

test('an upgrade to the version that runs already leaves the way back', async () => {
  const project = { docker: () => assert.fail(), name: () => assert.fail() }
  const kept = { versions: ['2.0', '2.0'], imageIds: [], services: new Set(['webapp']) }
  assert.deepEqual(await pruneImages(project, kept), [])
})
