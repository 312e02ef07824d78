import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { askService } from './request-service.ts'

/** A service that answers with its name and what it was sent. */
async function service(t: TestContext, name: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      asked.push(body)
      if (body === 'break off') return void request.socket.destroy()
      response.end(name)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** An address at which nobody answers any more. */
async function gone(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}

const post = (body: string) => ({
  method: 'POST',
  path: '/',
  headers: {},
  body,
  signal: AbortSignal.timeout(5000),
})

test('while a service is replaced, the version beside it answers', async (t) => {
  const beside = await service(t, 'beside')
  const { status, text } = await askService(`${await gone()},${beside.url}`, post('hello'), 100)
  assert.deepEqual([status, text, beside.asked], [200, 'beside', ['hello']])
})

test('the usual address is asked alone when somebody is there', async (t) => {
  const [usual, beside] = [await service(t, 'usual'), await service(t, 'beside')]
  const { text } = await askService(`${usual.url},${beside.url}`, post('hello'), 100)
  assert.deepEqual([text, beside.asked], ['usual', []])
})

test('a request that arrived and was broken off is not sent a second time', async (t) => {
  const [usual, beside] = [await service(t, 'usual'), await service(t, 'beside')]
  await assert.rejects(askService(`${usual.url},${beside.url}`, post('break off'), 100))
  assert.deepEqual([usual.asked, beside.asked], [['break off'], []])
})

test('when nobody is anywhere, the error is that of the usual address', async () => {
  const usual = await gone()
  const { port } = new URL(usual)
  await assert.rejects(
    askService(`${usual},http://nobody.invalid:1`, post('hello'), 100),
    (error: { code?: string; port?: number }) =>
      error.code === 'ECONNREFUSED' && String(error.port) === port,
  )
})
