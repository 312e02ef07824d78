import assert from 'node:assert/strict'
import { test } from 'node:test'
import { walkJourney } from '../peers/journey.ts'
import { startStack, temporaryFolder } from '../peers/stack.ts'

test('from the first start over the portal to an analyst’s first query on three million rows', async () => {
  await using data = await temporaryFolder()
  await using folder = await temporaryFolder()
  const stack = await startStack(data.path)
  try {
    assert.ok(stack.link)
    await walkJourney(stack.url, stack.link, folder.path)
    assert.equal(await stack.interrupt(), 0)
  } finally {
    await stack.kill()
  }
})
