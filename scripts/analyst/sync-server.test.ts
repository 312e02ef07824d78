import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { openLoopbackServer } from '../../tests/peers/loopback-server.ts'
import { syncServer, type SyncServer } from './sync-server.ts'
import type { Access } from './access.ts'

/** A server that answers everything, and what it was shown. */
async function listening(t: TestContext, access: Access): Promise<[SyncServer, string[]]> {
  const shown: string[] = []
  const server = await openLoopbackServer((request, response) => {
    shown.push(String(request.headers.authorization))
    response.end('{}')
  })
  const client = syncServer(`${server.url}/`, access, new AbortController().signal)
  t.after(() => {
    client.close()
    return server[Symbol.asyncDispose]()
  })
  return [client, shown]
}

test('each request asks for the token anew: a sync may take longer than one lives', async (t) => {
  let turn = 0
  const [client, shown] = await listening(t, async () => `token-${(turn += 1)}`)
  await client.root()
  const { bytes } = await client.object('a'.repeat(64), 0)
  bytes.resume()
  await client.root()
  assert.deepEqual(shown, ['Bearer token-1', 'Bearer token-2', 'Bearer token-3'])
})

test('when there is no token any more, nothing is asked', async (t) => {
  const [client, shown] = await listening(t, () => Promise.reject(new Error('signed out')))
  await assert.rejects(client.root(), /signed out/)
  await assert.rejects(client.object('a'.repeat(64), 0), /signed out/)
  assert.deepEqual(shown, [])
})
