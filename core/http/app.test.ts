import assert from 'node:assert/strict'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { openHttpApp, type TestHttpApp } from '../../tests/peers/http-app.ts'
import { BadRequest, ConfigError, Unavailable } from '../errors.ts'
import type { Health } from '../service.ts'
import { Router } from './router.ts'

let health: Health = { status: 'ok' }
let app: TestHttpApp

before(async () => {
  const things = new Router()
  things.get('/things/:id', (ctx) => {
    ctx.state['person'] = { personId: 'p1' }
    ctx.body = { id: String(ctx['params'].id) }
  })
  things.post('/things', () => {
    throw new BadRequest('no_thing', 'That is no thing', { remedy: 'Send a thing.' })
  })
  const failures = new Router()
  failures.get('/failures/defect', () => {
    throw new TypeError('undefined is not a secret')
  })
  failures.get('/failures/configuration', () => {
    throw new ConfigError(['/etc/analyst: the password is wrong'])
  })
  failures.get('/failures/busy', () => {
    throw new Unavailable('busy', 'Too much to do', { headers: { 'Retry-After': '3' } })
  })
  failures.get('/failures/koa', (ctx) => ctx.throw(422, 'That makes no sense'))
  app = await openHttpApp({
    health: () => Promise.resolve(health),
    routers: [things, failures],
  })
})
after(() => app.close())

const problemOf = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(app.url + path, init)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  return { answer, problem: (await answer.json()) as Record<string, unknown> }
}

test('an error of ours becomes a problem with code, remedy and request id', async () => {
  const { answer, problem } = await problemOf('/things', {
    method: 'POST',
    headers: { 'x-request-id': 'from-proxy_1' },
  })
  assert.equal(answer.status, 400)
  assert.deepEqual(problem, {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'That is no thing',
    code: 'no_thing',
    remedy: 'Send a thing.',
    requestId: 'from-proxy_1',
  })
})

test('the headers of an error reach the client', async () => {
  const { answer, problem } = await problemOf('/failures/busy')
  assert.equal(answer.headers.get('retry-after'), '3')
  assert.equal(problem['detail'], 'Too much to do')
})

for (const what of ['defect', 'configuration']) {
  test(`of a ${what} the client learns only that it happened, and the log the rest`, async () => {
    const { answer, problem } = await problemOf(`/failures/${what}`)
    assert.equal(answer.status, 500)
    assert.equal(problem['code'], 'internal_error')
    assert.doesNotMatch(JSON.stringify(problem), /secret|password|\.ts|at /)
    const line = app.lines.find(({ request }) => request === problem['requestId'])
    assert.match(JSON.stringify(line), /undefined is not a secret|the password is wrong/)
    assert.match(JSON.stringify(line), /app\.test\.ts/)
  })
}

test('what koa refuses stays the client’s error', async () => {
  const { answer, problem } = await problemOf('/failures/koa')
  assert.deepEqual([answer.status, problem['detail']], [422, 'That makes no sense'])
})

test('an address that nobody answers is a problem', async () => {
  const { answer, problem } = await problemOf('/nothing')
  assert.deepEqual([answer.status, problem['code']], [404, 'not_found'])
})

test('a method that an address does not know is 405, with those that it knows', async () => {
  const { answer, problem } = await problemOf('/things', { method: 'DELETE' })
  assert.deepEqual([answer.status, problem['code']], [405, 'method_not_allowed'])
  assert.equal(answer.headers.get('allow'), 'POST')
  assert.equal((await problemOf('/things/1', { method: 'PUT' })).answer.status, 405)
})

test('a request id from outside is kept only when it is one', async () => {
  const ids = ['short', 'a b c d e f g', 'x'.repeat(65), '<script>alert</script>']
  for (const id of ids) {
    const { headers } = await fetch(`${app.url}/things/1`, { headers: { 'x-request-id': id } })
    assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
  }
  const kept = await fetch(`${app.url}/things/1`, { headers: { 'x-request-id': '0123abcd' } })
  assert.equal(kept.headers.get('x-request-id'), '0123abcd')
})

test('every answer says that nothing in it may run or be framed, and not what made it', async () => {
  for (const path of ['/things/1', '/nothing', '/failures/defect', '/health']) {
    const { headers } = await fetch(app.url + path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(
      headers.get('content-security-policy'),
      "default-src 'none'; frame-ancestors 'none'",
    )
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.equal(headers.get('x-powered-by'), null)
    assert.equal(headers.get('server'), null)
  }
})

test('health is 200 while it works, even badly, and 503 when it does not', async () => {
  for (const [status, expected] of [
    ['ok', 200],
    ['degraded', 200],
    ['failed', 503],
  ] as const) {
    health = { status, detail: 'because' }
    for (const path of ['/health', '/ready']) {
      const answer = await fetch(app.url + path)
      assert.deepEqual([answer.status, await answer.json()], [expected, health])
    }
  }
})

test('requests are measured by the pattern of their route, so that visitors cannot add labels', async () => {
  for (const id of ['a', 'b', 'c']) await (await fetch(`${app.url}/things/${id}`)).text()
  for (const path of ['/one', '/two']) await (await fetch(app.url + path)).text()
  await new Promise<void>((resolve, reject) => {
    request(`${app.url}/things/1`, { method: 'PROPFIND' }, (answer) => {
      answer.resume().once('end', resolve)
    })
      .once('error', reject)
      .end()
  })
  const text = await (await fetch(`${app.url}/metrics`)).text()
  assert.match(
    text,
    /http_request_duration_seconds_count\{service="tested",method="GET",route="\/things\/:id",status="200"\} \d/,
  )
  assert.match(text, /route="none",status="404"/)
  assert.match(text, /method="other"/)
  assert.doesNotMatch(text, /PROPFIND|\/one|\/things\/a/)
})

test('the access log names method, path, status and person, and neither query nor token', async () => {
  const own = await openHttpApp({
    routers: [
      new Router()
        .get('/link/:token', (ctx) => {
          ctx.state['person'] = { personId: 'p1' }
          ctx.body = 'hello'
        })
        .get('/objects/:sha256', (ctx) => {
          ctx.body = ''
        }),
    ],
    health: () => Promise.resolve({ status: 'ok' }),
  })
  const token = 'T'.repeat(43)
  const hash = 'a'.repeat(64)
  await fetch(`${own.url}/link/${token}?password=hunter2`)
  await fetch(`${own.url}/objects/${hash}`)
  for (const path of ['/health', '/ready', '/metrics']) await fetch(own.url + path)
  await own.close()
  const [first, second, ...more] = own.lines
  assert.deepEqual(more, [])
  assert.deepEqual(
    [first?.['method'], first?.['path'], first?.['status'], first?.['bytes'], first?.['person']],
    ['GET', '/link/[token]', 200, 5, 'p1'],
  )
  assert.match(String(first?.['request']), /^[0-9a-f-]{36}$/)
  assert.equal(typeof first?.['ms'], 'number')
  assert.equal(second?.['path'], `/objects/${hash}`)
  assert.doesNotMatch(JSON.stringify(own.lines), /hunter2|TTTT/)
})

test('an answer that breaks off is cut, and both logs say so', async () => {
  const own = await openHttpApp({
    routers: [
      new Router().get('/broken', (ctx) => {
        ctx.body = Readable.from(
          (function* () {
            yield 'begun'
            throw new Error('the source broke')
          })(),
        )
      }),
    ],
  })
  const answer = await fetch(`${own.url}/broken`)
    .then((sent) => sent.text())
    .catch((error: unknown) => error)
  assert.ok(answer instanceof Error, `a cut answer looked whole: ${String(answer)}`)
  await own.close()
  const found = JSON.stringify(own.lines)
  assert.match(found, /the source broke/)
  assert.match(found, /"aborted":true/)
})

test('a browser gets the page of an error, other clients the problem', async () => {
  const own = await openHttpApp({
    renderError(ctx, problem) {
      ctx.type = 'html'
      ctx.body = `<p>${problem.code}</p>`
    },
  })
  const page = await fetch(own.url, { headers: { accept: 'text/html,*/*;q=0.8' } })
  assert.deepEqual([page.status, await page.text()], [404, '<p>not_found</p>'])
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  const other = await fetch(own.url, { headers: { accept: '*/*' } })
  assert.match(other.headers.get('content-type') ?? '', /problem\+json/)
  await own.close()
})

test('an error page that fails itself leaves the problem, and a line in the log', async () => {
  const own = await openHttpApp({
    renderError() {
      throw new Error('no such template')
    },
  })
  const answer = await fetch(own.url, { headers: { accept: 'text/html' } })
  assert.equal(answer.status, 404)
  assert.match(answer.headers.get('content-type') ?? '', /problem\+json/)
  await own.close()
  assert.match(JSON.stringify(own.lines), /no such template/)
})

test('health that cannot be told is failed health', async () => {
  const own = await openHttpApp({ health: () => Promise.reject(new Error('no database')) })
  const answer = await fetch(`${own.url}/health`)
  assert.deepEqual(
    [answer.status, await answer.json()],
    [503, { status: 'failed', detail: 'no database' }],
  )
  await own.close()
})

test('an app without health shows no metrics either', async () => {
  const own = await openHttpApp({})
  assert.equal((await fetch(`${own.url}/metrics`)).status, 404)
  await own.close()
})
