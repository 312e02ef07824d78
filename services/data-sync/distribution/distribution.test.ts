import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { rm, truncate } from 'node:fs/promises'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { verifyRoot } from '#core/sync/signature.ts'
import { startDistribution, type TestDistribution } from '../../../tests/peers/distribution.ts'
import { until } from '../../../tests/peers/until.ts'

let server: TestDistribution
const numbers = (from: number, to: number) => `SELECT i AS n FROM range(${from}, ${to}) t(i)`
const table = (...files: string[]) => ({ columns: { n: 'BIGINT' }, files })

before(async () => {
  server = await startDistribution()
  server.tokens.set('sales', { tables: ['sales/*'] })
  await server.publish({
    'sales/orders': { ...table(numbers(0, 5000)), rejects: '{"row":"rejected"}' },
    'hr/pay': table(numbers(7, 9)),
  })
})
after(() => server.close())

function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return fetch(new URL(`sync/v1/${path}`, server.url), {
    method,
    headers: { authorization: 'Bearer all', ...headers },
  })
}

async function objectOf(id: string, role: string): Promise<string> {
  const { sha256 } = await server.catalogue
    .selectFrom('version_object as object')
    .innerJoin('version', 'version.id', 'object.version_id')
    .select('object.sha256')
    .where('table_id', '=', id)
    .where('role', '=', role as 'data')
    .where('to_gen', 'is', null)
    .executeTakeFirstOrThrow()
  return sha256
}

test('the root is signed and names the tables of the newest generation', async () => {
  const root = verifyRoot(await (await get('root')).json())
  assert.equal(root.gen, 1)
  assert.deepEqual(
    root.tables.map(({ id, rows }) => ({ id, rows })),
    [
      { id: 'hr/pay', rows: 2 },
      { id: 'sales/orders', rows: 5000 },
    ],
  )
  assert.deepEqual(root.assets, [])
})

test('the original hid tables only; here a person’s root and objects hold what was granted', async () => {
  const headers = { authorization: 'Bearer sales' }
  const root = verifyRoot(await (await get('root', headers)).json())
  assert.deepEqual(
    root.tables.map(({ id }) => id),
    ['sales/orders'],
  )
  assert.equal((await get(`o/${await objectOf('sales/orders', 'data')}`, headers)).status, 200)
  const forbidden = await get(`o/${await objectOf('hr/pay', 'data')}`, headers)
  const unknown = await get(`o/${'0'.repeat(64)}`, headers)
  assert.equal(forbidden.status, 404)
  assert.equal(await forbidden.text(), await unknown.text())
})

test('a root that the client has costs 304, and each encoding has its own tag', async () => {
  const zipped = await get('root', { 'accept-encoding': 'gzip' })
  const plain = await get('root', { 'accept-encoding': 'identity' })
  assert.equal(zipped.headers.get('content-encoding'), 'gzip')
  assert.equal(plain.headers.get('content-encoding'), null)
  assert.deepEqual(await zipped.json(), await plain.json())
  const tags = [zipped, plain].map(({ headers }) => headers.get('etag') ?? '')
  assert.notEqual(tags[0], tags[1])
  for (const tag of tags) {
    const answer = await get('root', { 'if-none-match': tag })
    assert.equal(answer.status, 304)
    assert.equal(answer.headers.get('cache-control'), 'private, no-cache')
    assert.match(answer.headers.get('vary') ?? '', /Accept-Encoding/)
  }
  const other = await get('root', { authorization: 'Bearer sales' })
  assert.ok(!tags.includes(other.headers.get('etag') ?? ''))
})

test('an object comes with its length, its digest and the right to be kept for ever', async () => {
  const sha256 = await objectOf('sales/orders', 'data')
  const answer = await get(`o/${sha256}`)
  const body = Buffer.from(await answer.arrayBuffer())
  assert.equal(createHash('sha256').update(body).digest('hex'), sha256)
  assert.equal(answer.headers.get('etag'), `"${sha256}"`)
  assert.equal(answer.headers.get('content-length'), String(body.length))
  assert.equal(answer.headers.get('cache-control'), 'private, max-age=31536000, immutable')
  const digest = Buffer.from(sha256, 'hex').toString('base64')
  assert.equal(answer.headers.get('repr-digest'), `sha-256=:${digest}:`)
  const head = await get(`o/${sha256}`, {}, 'HEAD')
  assert.equal(head.headers.get('content-length'), String(body.length))
  assert.equal((await head.arrayBuffer()).byteLength, 0)
})

test('a part of an object is served, and one that does not exist is refused', async () => {
  const sha256 = await objectOf('sales/orders', 'data')
  const body = Buffer.from(await (await get(`o/${sha256}`)).arrayBuffer())
  const part = await get(`o/${sha256}`, { range: 'bytes=100-', 'if-range': `"${sha256}"` })
  assert.equal(part.status, 206)
  assert.equal(part.headers.get('content-range'), `bytes 100-${body.length - 1}/${body.length}`)
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), body.subarray(100))
  const beyond = await get(`o/${sha256}`, { range: `bytes=${body.length}-` })
  assert.equal(beyond.status, 416)
  assert.equal(beyond.headers.get('content-range'), `bytes */${body.length}`)
})

test('rejected rows never leave the server', async () => {
  const sha256 = await objectOf('sales/orders', 'rejects')
  assert.equal((await get(`o/${sha256}`)).status, 404)
})

test('no path is ever built from what was asked for', async () => {
  const paths = [
    'o/../root',
    `o/${'A'.repeat(64)}`,
    'o/',
    'o/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    'x',
    '',
  ]
  for (const path of paths) {
    const status = await new Promise((resolve, reject) => {
      const url = new URL(server.url)
      const options = {
        host: url.hostname,
        port: url.port,
        path: `/sync/v1/${path}`,
        headers: { authorization: 'Bearer all' },
      }
      request(options, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end()
    })
    assert.equal(status, 404, path)
  }
})

test('without a good token there is nothing, and the answer says how to get one', async () => {
  for (const authorization of ['', 'Bearer unknown', 'Basic abc']) {
    const answer = await get('root', { authorization })
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer realm="sync"/)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    const problem: unknown = await answer.json()
    assert.match(JSON.stringify(problem), /"remedy":"Run `analyst login`/)
  }
})

test('a token that was revoked stops working at the next root', async () => {
  server.tokens.set('short', { tables: ['*'] })
  assert.equal((await get('root', { authorization: 'Bearer short' })).status, 200)
  server.tokens.delete('short')
  assert.equal((await get('root', { authorization: 'Bearer short' })).status, 401)
})

test('other methods are refused and other paths are left to the rest of the service', async () => {
  const posted = await get('root', {}, 'POST')
  assert.equal(posted.status, 405)
  assert.equal(posted.headers.get('allow'), 'GET, HEAD')
  const other = await fetch(new URL('tables', server.url))
  assert.equal(await other.text(), 'not distribution')
})

test('a publication shows at once, and a replaced object stays as long as is set for the syncs that began before', async () => {
  const old = await objectOf('hr/pay', 'data')
  await server.publish({ 'hr/pay': table(numbers(20, 40)) })
  const root = verifyRoot(await (await get('root')).json())
  assert.equal(root.tables.find(({ id }) => id === 'hr/pay')?.rows, 20)
  assert.equal((await get(`o/${old}`)).status, 200)
  for (const [hours, status] of [
    [47, 200],
    [49, 404],
  ] as const) {
    await server.catalogue
      .updateTable('version')
      .set({ ended_at: new Date(Date.now() - hours * 3_600_000) })
      .where('to_gen', 'is not', null)
      .execute()
    await server.publish({})
    await get('root')
    assert.equal((await get(`o/${old}`)).status, status, `${hours} hours after its end`)
  }
})

test('an object published by another process is found without a root in between', async () => {
  await get(`o/${'0'.repeat(64)}`)
  await server.publish({ 'sales/new': table(numbers(500, 600)) })
  assert.equal((await get(`o/${await objectOf('sales/new', 'data')}`)).status, 200)
})

test('an object whose file is gone is answered like one that never was', async () => {
  await server.publish({ 'sales/lost': table(numbers(900, 950)) })
  const sha256 = await objectOf('sales/lost', 'data')
  await rm(server.objects.path(sha256))
  assert.equal((await get(`o/${sha256}`)).status, 404)
})

for (const [size, rows] of [
  ['a small', 1000],
  ['a large', 400_000],
] as const)
  test(`${size} object whose file was cut by a broken disk breaks off: no client waits for the rest, or takes it for whole`, async () => {
    await server.publish({
      [`sales/cut_${rows}`]: table(`SELECT random() AS n FROM range(${rows})`),
    })
    const sha256 = await objectOf(`sales/cut_${rows}`, 'data')
    await truncate(server.objects.path(sha256), rows)
    const answer = await fetch(new URL(`sync/v1/o/${sha256}`, server.url), {
      headers: { authorization: 'Bearer all' },
      signal: AbortSignal.timeout(60_000),
    }).catch((error: Error) => error)
    const whole =
      answer instanceof Error ? answer : await answer.arrayBuffer().catch((error: Error) => error)
    if (whole instanceof Error) assert.notEqual(whole.name, 'TimeoutError')
    else assert.equal((answer as Response).status, 500)
    assert.equal((await get('root')).status, 200)
  })

test('parts, conditions and HEAD go together as the protocol has it', async () => {
  const sha256 = await objectOf('sales/orders', 'data')
  const etag = `"${sha256}"`
  const size = Number((await get(`o/${sha256}`, {}, 'HEAD')).headers.get('content-length'))
  const cases: readonly (readonly [Record<string, string>, string, number, string | null])[] = [
    [{ range: 'bytes=0-0' }, 'GET', 206, '1'],
    [{ range: 'bytes=-1' }, 'GET', 206, '1'],
    [{ range: 'bytes=0-' }, 'HEAD', 206, String(size)],
    [{ range: `bytes=0-${'9'.repeat(30)}` }, 'GET', 206, String(size)],
    [{ range: 'bytes=5-2' }, 'GET', 200, String(size)],
    [{ range: 'bytes=0-1,4-5' }, 'GET', 200, String(size)],
    [{ range: 'rows=0-1' }, 'GET', 200, String(size)],
    [{ range: 'bytes=0-0', 'if-range': '"other"' }, 'GET', 200, String(size)],
    [{ range: 'bytes=0-0', 'if-range': `W/${etag}` }, 'GET', 200, String(size)],
    [{ range: 'bytes=0-0', 'if-none-match': etag }, 'GET', 304, null],
    [{ 'if-none-match': `"a", W/${etag}` }, 'HEAD', 304, null],
    [{ range: `bytes=${size}-` }, 'HEAD', 416, '0'],
  ]
  for (const [headers, method, status, length] of cases) {
    const answer = await get(`o/${sha256}`, headers, method)
    const what = `${method} ${JSON.stringify(headers)}`
    assert.deepEqual([answer.status, answer.headers.get('content-length')], [status, length], what)
    assert.equal(answer.headers.get('etag'), etag, what)
    const body = await answer.arrayBuffer()
    const isEmpty = method === 'HEAD' || status === 304 || status === 416
    assert.equal(body.byteLength, isEmpty ? 0 : Number(length), what)
  }
})

test('a grant that was withdrawn hides the table from the next root and its objects a second later', async () => {
  server.tokens.set('moving', { tables: ['sales/*', 'hr/*'] })
  const headers = { authorization: 'Bearer moving' }
  const pay = await objectOf('hr/pay', 'data')
  assert.equal((await get(`o/${pay}`, headers)).status, 200)
  server.tokens.set('moving', { tables: ['sales/*'] })
  const root = verifyRoot(await (await get('root', headers)).json())
  assert.ok(root.tables.every(({ dataset }) => dataset === 'sales'))
  await until(async () => (await get(`o/${pay}`, headers)).status === 404)
})

test('a client that hangs up in the middle of a large object leaves the server whole', async () => {
  const random = 'SELECT random() AS n, random() AS m, random() AS o FROM range(400000)'
  await server.publish({ 'sales/large': table(random) })
  const sha256 = await objectOf('sales/large', 'data')
  const hangUp = new AbortController()
  const answer = await fetch(new URL(`sync/v1/o/${sha256}`, server.url), {
    headers: { authorization: 'Bearer all' },
    signal: hangUp.signal,
  })
  await answer.body?.getReader().read()
  hangUp.abort()
  const whole = Buffer.from(await (await get(`o/${sha256}`)).arrayBuffer())
  assert.equal(createHash('sha256').update(whole).digest('hex'), sha256)
})
