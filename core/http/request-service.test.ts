import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../tests/peers/free-port.ts'
import { askService } from './request-service.ts'
import { listen } from './server.ts'

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

const get = () => ({
  method: 'GET',
  path: '/',
  headers: {},
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

// A process that stops ends idle connections, and those that it had not taken yet, under who has just asked.
test('a service that is replaced again and again fails nobody who reads', async () => {
  const port = await freePort()
  const serve = (at: number) =>
    listen((_request, response) => void response.end('well'), { host: '127.0.0.1', port: at })
  await using ending = new AsyncDisposableStack()
  const beside = await serve(0)
  ending.defer(() => beside.close())
  let [answers, ended] = [0, false]
  const read = async () => {
    try {
      while (!ended) {
        const { text } = await askService(`http://127.0.0.1:${port},${beside.url}`, get(), 100)
        assert.equal(text, 'well')
        answers += 1
        await pause(Math.random() * 4)
      }
    } finally {
      ended = true
    }
  }
  const replace = async () => {
    for (let times = 0; times < 30; times += 1) {
      const usual = await serve(port)
      const before = answers
      while (!ended && answers < before + 8) await pause(1)
      await usual.close()
    }
    ended = true
  }
  await Promise.all([replace(), read(), read(), read(), read()])
})

test('what must not be sent twice is not sent on a connection that may be ended under it', async (t) => {
  const used = new Set<Socket>()
  const server = createServer((request, response) => {
    if (used.has(request.socket)) return void request.socket.destroy()
    used.add(request.socket)
    request.resume().on('end', () => response.end('well'))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  for (const asked of [get(), post('one'), post('two'), get()]) {
    assert.equal((await askService(`http://127.0.0.1:${port}`, asked, 100)).text, 'well')
  }
})

test('where an address takes no connection any more, the next is asked and nobody waits for the end', async (t) => {
  // Its process stands still, and the kernel keeps no more connections for it.
  const program = `const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 },
    () => console.log(server.address().port))`
  const still = spawn(process.execPath, ['--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => still.kill('SIGKILL'))
  const [said] = (await once(still.stdout, 'data')) as [Buffer]
  const port = Number(said.toString())
  still.kill('SIGSTOP')
  const kept = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => null))
  t.after(() => kept.forEach((socket) => socket.destroy()))
  const beside = await service(t, 'beside')
  const { text } = await askService(`http://127.0.0.1:${port},${beside.url}`, post('hello'), 100)
  assert.deepEqual([text, beside.asked], ['beside', ['hello']])
})
