import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { listen } from '#core/http/server.ts'
import { createLog } from '#core/log.ts'
import { createDispatchHandler } from './dispatch-handler.ts'

test('a sender that goes away in the middle of a request is no failure of ours', async (t) => {
  const log = createLog('silent')
  const failed = t.mock.method(log, 'error')
  const deps = {
    ...{ db: {} as never, log, connected: () => [], onStored: () => undefined },
    store: { busy: false, post: () => assert.fail('nothing is stored') },
  }
  const asked = Promise.withResolvers<void>()
  const handle = createDispatchHandler(
    deps,
    () => true,
    () => assert.fail('it is an action'),
  )
  const server = await listen(
    (request, response) => {
      handle(request, response)
      request.once('close', asked.resolve)
    },
    { host: '127.0.0.1', port: 0 },
  )
  const socket = connect(server.port, '127.0.0.1')
  socket.write('POST /dispatch HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"user":')
  await once(socket, 'connect')
  socket.end()
  await asked.promise
  await server.close()
  assert.equal(failed.mock.callCount(), 0)
})
