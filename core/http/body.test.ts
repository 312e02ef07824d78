import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { openHttpApp, type TestHttpApp } from '../../tests/peers/http-app.ts'
import { readBody, readForm, readJson } from './body.ts'
import { Router } from './router.ts'

const thing = z.strictObject({ name: z.string(), size: z.int().optional() })
let app: TestHttpApp

before(async () => {
  const router = new Router()
  router.post('/form', async (ctx) => {
    const first = await readForm(ctx)
    assert.equal(await readForm(ctx), first)
    ctx.body = [...first]
  })
  router.post('/json', async (ctx) => {
    ctx.body = await readJson(ctx, thing)
  })
  router.post('/raw', async (ctx) => {
    ctx.body = String((await readBody(ctx, 10)).length)
  })
  app = await openHttpApp({ routers: [router] })
})
after(() => app.close())

async function post(path: string, body: BodyInit, type: string) {
  const headers = { 'content-type': type }
  const answer = await fetch(app.url + path, { method: 'POST', body, headers })
  return { status: answer.status, body: (await answer.json()) as unknown }
}
const form = (text: string) => post('/form', text, 'application/x-www-form-urlencoded')
const json = (text: string) => post('/json', text, 'application/json')
const codeOf = ({ body }: { body: unknown }) => (body as { code: string }).code

test('a form is read once and may be asked for again', async () => {
  assert.deepEqual((await form('a=1&b=%C3%BC+x&a=2')).body, [
    ['a', '1'],
    ['b', 'ü x'],
    ['a', '2'],
  ])
})

test('JSON is parsed by its schema, and the answer names what is wrong', async () => {
  assert.deepEqual((await json('{"name":"ü"}')).body, { name: 'ü' })
  const wrong = await json('{"name":1,"more":2}')
  assert.equal(wrong.status, 400)
  assert.equal(codeOf(wrong), 'invalid_body')
  assert.match((wrong.body as { detail: string }).detail, /name[\s\S]*more|more[\s\S]*name/)
})

for (const text of [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '{"__proto__":{"name":"x"}}',
  '['.repeat(10_000),
]) {
  test(`JSON that is not the thing is 400: ${text.slice(0, 30) || 'nothing'}`, async () => {
    assert.equal((await json(text)).status, 400)
  })
}

test('JSON sent as text, which another site could, is refused, and so is a form sent as JSON', async () => {
  assert.equal(codeOf(await post('/json', '{"name":"x"}', 'text/plain')), 'not_json')
  assert.equal(codeOf(await post('/form', '{"a":1}', 'application/json')), 'not_a_form')
  assert.equal(
    codeOf(await post('/form', new FormData(), 'multipart/form-data; boundary=x')),
    'not_a_form',
  )
})

test('a form above 64 KiB and JSON above 1 MiB are refused by what they announce', async () => {
  assert.equal((await form(`a=${'x'.repeat(64 * 1024 - 2)}`)).status, 200)
  assert.equal((await form(`a=${'x'.repeat(64 * 1024 - 1)}`)).status, 413)
  const name = (bytes: number) => `{"name":"${'x'.repeat(bytes - 11)}"}`
  assert.equal((await json(name(1024 * 1024))).status, 200)
  assert.equal((await json(name(1024 * 1024 + 1))).status, 413)
})

test('a body that announces nothing is refused as soon as it is too large, and the client is told', async () => {
  const sent = request(`${app.url}/raw`, { method: 'POST' })
  sent.on('error', () => sent.destroy())
  sent.write('12345678901')
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  assert.equal(answer.statusCode, 413)
  assert.equal(answer.headers.connection, 'close')
  let text = ''
  for await (const chunk of answer) text += String(chunk)
  assert.equal((JSON.parse(text) as { code: string }).code, 'body_too_large')
  sent.destroy()
})

test('a client that goes away in the middle of its body is not an error of ours', async () => {
  const own = await openHttpApp({
    routers: [
      new Router().post('/raw', async (ctx) => {
        ctx.body = String((await readBody(ctx, 100)).length)
      }),
    ],
  })
  const socket = connect(Number(new URL(own.url).port), '127.0.0.1')
  socket.write(
    'POST /raw HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n',
  )
  await once(socket, 'data')
  socket.destroy()
  await own.close()
  assert.deepEqual(
    own.lines.map(({ level, status, aborted }) => [level, status, aborted]),
    [['info', 499, true]],
  )
})
