import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppError, NotFound, Unauthorized } from '#core/errors.ts'
import { openLoopbackServer, type LoopbackServer } from '../../../tests/peers/loopback-server.ts'
import { sendProblem } from './problem-response.ts'

const thrown: Readonly<Record<string, unknown>> = {
  '/gone': new NotFound('object_not_found', 'There is no such object'),
  '/token': new Unauthorized('token_missing', 'A “token” is needed', {
    remedy: 'Run `analyst login`.',
    headers: { 'WWW-Authenticate': 'Bearer realm="sync"' },
  }),
  '/defect': new TypeError('password of postgres://ann:secret@db is wrong at /srv/place.ts'),
  '/text': 'secret text',
  '/nothing': undefined,
  '/cause': new AppError(503, 'away', 'Not now', { cause: new Error('secret cause') }),
}

let server: LoopbackServer
before(async () => {
  server = await openLoopbackServer((req, res) => {
    if (req.url === '/late') {
      res.writeHead(200).write('half')
      return setImmediate(() => sendProblem(res, new Error('too late')))
    }
    return sendProblem(res, thrown[req.url ?? ''])
  })
})
after(() => server[Symbol.asyncDispose]())

test('an error of ours is told with code, remedy and headers, to be kept by nobody', async () => {
  const answer = await fetch(`${server.url}/token`)
  assert.equal(answer.status, 401)
  assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="sync"')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  assert.deepEqual(await answer.json(), {
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    detail: 'A “token” is needed',
    code: 'token_missing',
    remedy: 'Run `analyst login`.',
  })
  assert.deepEqual(await (await fetch(`${server.url}/gone`)).json(), {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: 'There is no such object',
    code: 'object_not_found',
  })
})

test('of what is no error of ours nothing is told, and of a cause neither', async () => {
  for (const path of ['/defect', '/text', '/nothing']) {
    const answer = await fetch(server.url + path)
    assert.deepEqual(
      [answer.status, await answer.json()],
      [
        500,
        {
          type: 'about:blank',
          title: 'Internal Server Error',
          status: 500,
          detail: 'Something went wrong on our side',
          code: 'internal_error',
          remedy: 'Try again; an administrator finds the reason in the log.',
        },
      ],
    )
  }
  const caused = await fetch(`${server.url}/cause`)
  assert.equal(caused.status, 503)
  assert.doesNotMatch(await caused.text(), /secret/)
})

test('who asks for the head gets the length of the words without them', async () => {
  const [head, whole] = [
    await fetch(`${server.url}/token`, { method: 'HEAD' }),
    await fetch(`${server.url}/token`),
  ]
  assert.equal(head.status, 401)
  assert.equal(head.headers.get('content-length'), whole.headers.get('content-length'))
  assert.equal(await head.text(), '')
  await whole.text()
})

test('an answer that has begun is broken off: nobody takes half of it for whole', async () => {
  await assert.rejects(fetch(`${server.url}/late`).then((answer) => answer.text()))
})
