import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openShopPortal, type ShopPortal } from '../../tests/peers/shop-portal.ts'

let shop: ShopPortal

before(async () => {
  shop = await openShopPortal()
})
after(() => shop[Symbol.asyncDispose]())

const asProgram = { accept: 'application/json' }
const html = { 'content-type': 'text/html; charset=utf-8' }
const json = { 'content-type': 'application/problem+json' }

const ways: Readonly<Record<string, string>> = {
  '/shop/7?saved=1': '/shop/7?saved=1',
  '/': '/',
  'https://evil.example/': '/',
  '//evil.example/x': '/',
  '/\\evil.example': '/',
  'javascript:alert(1)': '/',
  'relative/path': '/',
  [`/${'x'.repeat(2500)}`]: '/',
}
for (const [location, expected] of Object.entries(ways)) {
  test(`a service sends a browser nowhere but within the portal: ${location.slice(0, 30)}`, async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      shop.answers(status, { ...html, location }, '<p>Go on</p>')
      const sent = await shop.ann.submit('/account', '/shop')
      assert.deepEqual(
        [sent.status, sent.headers.get('location'), sent.text],
        [status, expected, ''],
      )
    }
  })
}

test('a page of a service keeps its status and stands in the layout, and no header of it passes', async () => {
  shop.answers(
    422,
    {
      ...html,
      'set-cookie': 'session=stolen',
      'content-security-policy': 'default-src *',
      'access-control-allow-origin': '*',
      'clear-site-data': '"*"',
      'cache-control': 'public, max-age=600',
      'x-powered-by': 'shop',
    },
    '<h1>Not yet</h1>',
  )
  const { status, headers, text } = await shop.ann.get('/shop')
  assert.equal(status, 422)
  assert.match(text, /<title>Not yet · Shop · Acme Analytics<\/title>/)
  assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/)
  assert.equal(headers.get('cache-control'), 'no-store')
  for (const name of [
    'set-cookie',
    'access-control-allow-origin',
    'clear-site-data',
    'x-powered-by',
  ])
    assert.equal(headers.get(name), null, name)
})

test('a file passes as it is: its bytes, its kind, its name, a part of it, and how long it may be kept', async () => {
  const bytes = Buffer.from([0, 255, 10, 13, 128, 65])
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename="orders.parquet"',
    'content-range': 'bytes 0-5/100',
    'cache-control': 'private, max-age=60',
    etag: '"abc"',
    'last-modified': 'Mon, 23 Nov 2026 10:00:00 GMT',
  }
  shop.answers(206, { ...headers, 'set-cookie': 'session=stolen', 'x-secret': 'y' }, bytes)
  const { cookie } = await shop.tokens()
  const asked = { cookie, range: 'bytes=0-5', 'if-none-match': '"old"' }
  const got = await fetch(`${shop.portal.url}/api/shop/orders`, { headers: asked })
  assert.equal(got.status, 206)
  assert.deepEqual(Buffer.from(await got.arrayBuffer()), bytes)
  for (const [name, value] of Object.entries(headers))
    assert.equal(got.headers.get(name), value, name)
  assert.deepEqual([got.headers.get('set-cookie'), got.headers.get('x-secret')], [null, null])
  const { range, 'if-none-match': known, cookie: seen } = shop.received()[0]?.headers ?? {}
  assert.deepEqual([range, known, seen], ['bytes=0-5', '"old"', undefined])
})

test('what has not changed is told in a word', async () => {
  shop.answers(304, { etag: '"abc"' })
  const got = await shop.ann.get('/api/shop/orders', asProgram)
  assert.deepEqual([got.status, got.text, got.headers.get('etag')], [304, '', '"abc"'])
})

test('a part of a page brings along what it asks of the page around it', async () => {
  const asked = {
    'hx-redirect': '/shop',
    'hx-refresh': 'true',
    'hx-trigger': 'saved',
    'hx-push-url': '/shop/1',
    'hx-replace-url': '/shop/2',
    'hx-location': '/shop/3',
  }
  shop.answers(200, { ...html, ...asked, 'hx-unknown': 'x' }, '<p>part</p>')
  const { headers, text } = await shop.ann.get('/shop', { 'hx-request': 'true' })
  assert.equal(text, '<p>part</p>')
  for (const [name, value] of Object.entries(asked)) assert.equal(headers.get(name), value, name)
  assert.equal(headers.get('hx-unknown'), null)
})

const refusals: readonly (readonly [string, number, string, RegExp])[] = [
  [
    'a problem',
    409,
    '{"code":"taken","detail":"Taken.","remedy":"Take another."}',
    /Taken\.[\s\S]*Take another\./,
  ],
  ['a problem without a remedy', 403, '{"code":"no","detail":"Not <you>."}', /Not &lt;you&gt;\./],
  ['no JSON', 404, 'no such thing', /That did not work\./],
  ['nothing', 429, '', /That did not work\./],
  ['JSON of another form', 400, '["x"]', /That did not work\./],
  ['a problem of wrong kinds', 400, '{"code":1,"detail":{"x":1}}', /That did not work\./],
]
for (const [what, status, body, shown] of refusals) {
  test(`a person who is refused with ${what} gets a page of the portal, a program what the service said`, async () => {
    shop.answers(status, { ...json, 'retry-after': '7' }, body)
    const page = await shop.ann.get('/shop')
    assert.equal(page.status, status)
    assert.match(page.text, shown)
    assert.match(page.text, /aria-label="Main"/)
    const program = await shop.ann.get('/shop', asProgram)
    assert.deepEqual([program.status, program.text], [status, body])
    assert.equal(program.headers.get('retry-after'), '7')
  })
}

test('a failure of a service is told to nobody in its own words', async () => {
  for (const status of [500, 502, 503]) {
    shop.answers(status, json, '{"code":"x","detail":"secret at db.internal"}')
    const page = await shop.ann.get('/shop')
    assert.equal(page.status, 503)
    assert.match(page.text, /Shop is not available right now/)
    assert.ok(!page.text.includes('secret'))
  }
})

test('a page that is longer than any page, or that breaks off, is no half page', async () => {
  shop.answers(200, html, `<h1>Long</h1>${'x'.repeat(8 * 1024 * 1024)}`)
  const long = await shop.ann.get('/shop')
  assert.match(long.text, /Shop is not available right now/)
  shop.answersBy((_request, response) => {
    response.writeHead(200, { ...html, 'content-length': '100' })
    response.write('<h1>Half</h1>', () => response.destroy())
  })
  const half = await shop.ann.get('/shop')
  assert.deepEqual([half.status, /Half/.test(half.text)], [503, false])
})

test('a file that breaks off ends as broken, and not as if it were whole', async () => {
  shop.answersBy((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' })
    response.write('a,b\n1,2\n', () => response.destroy())
  })
  const { cookie } = await shop.tokens()
  const got = await fetch(`${shop.portal.url}/api/shop/orders.csv`, { headers: { cookie } })
  await assert.rejects(got.text(), /terminated/)
})

test('HEAD asks the service for the same without its body', async () => {
  shop.answers(200, { 'content-type': 'text/csv', 'content-length': '7' })
  const { cookie } = await shop.tokens()
  const got = await fetch(`${shop.portal.url}/api/shop/orders.csv`, {
    method: 'HEAD',
    headers: { cookie },
  })
  assert.deepEqual([got.status, shop.received()[0]?.method], [200, 'HEAD'])
  assert.equal(await got.text(), '')
})

test('a service that is away is told to a program as a problem, to a person as a page, and in its widget', async () => {
  shop.answersBy((request) => request.socket.destroy())
  const program = await shop.ann.get('/api/shop/orders', asProgram)
  assert.equal(program.status, 503)
  const { code, detail } = JSON.parse(program.text) as Record<string, string>
  assert.deepEqual([code, detail], ['service_unavailable', 'Shop is not available right now.'])
  assert.match((await shop.ann.get('/shop')).text, /<title>Shop[^<]*<\/title>/)
  assert.match((await shop.ann.get('/shop/widget')).text, /^<p class="muted">Shop is not available/)
})
