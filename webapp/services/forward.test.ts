import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openShopPortal, type ShopPortal } from '../../tests/peers/shop-portal.ts'

let shop: ShopPortal

before(async () => {
  shop = await openShopPortal()
})
after(() => shop[Symbol.asyncDispose]())

const html = { 'content-type': 'text/html' }

/** A POST of anything, with the session and what else is given. */
async function post(
  body: string,
  headers: (csrf: string) => Record<string, string>,
): Promise<Response> {
  shop.answers(200, { 'content-type': 'application/json' }, '{}')
  const { cookie, csrf } = await shop.tokens()
  return fetch(`${shop.portal.url}/api/shop/orders`, {
    method: 'POST',
    body,
    headers: { cookie, accept: 'application/json', ...headers(csrf) },
  })
}

test('JSON passes with the token in its header, byte for byte, and with nothing less', async () => {
  const body = '{"name":"Zoë 🚀","n":1e400,"__proto__":{}}'
  const type = { 'content-type': 'application/json' }
  const sent = await post(body, (csrf) => ({ ...type, 'x-csrf-token': csrf }))
  assert.equal(sent.status, 200)
  assert.deepEqual([shop.received()[0]?.body, shop.received()[0]?.method], [body, 'POST'])
  assert.equal(shop.received()[0]?.headers['content-type'], 'application/json')
  const without: readonly ((csrf: string) => Record<string, string>)[] = [
    () => type,
    () => ({ ...type, 'x-csrf-token': 'x' }),
    (csrf) => ({ ...type, 'x-csrf-token': `${csrf}x` }),
    (csrf) => ({ ...type, 'x-csrf-token': csrf, origin: 'https://evil.example' }),
    (csrf) => ({ ...type, 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' }),
  ]
  for (const headers of without) {
    assert.equal((await post(body, headers)).status, 403)
    assert.deepEqual(shop.received(), [])
  }
})

test('what is neither a form nor JSON reaches no service, whatever token comes along', async () => {
  for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml']) {
    const sent = await post('{"a":1}', (csrf) => ({ 'content-type': type, 'x-csrf-token': csrf }))
    assert.equal(sent.status, 400, type)
    assert.deepEqual(shop.received(), [], type)
  }
})

test('a megabyte passes and more does not', async () => {
  const headers = (csrf: string) => ({ 'content-type': 'application/json', 'x-csrf-token': csrf })
  const whole = `"${'x'.repeat(1024 * 1024 - 2)}"`
  assert.equal((await post(whole, headers)).status, 200)
  assert.equal(shop.received()[0]?.body.length, whole.length)
  assert.equal((await post(`${whole} `, headers)).status, 413)
  assert.deepEqual(shop.received(), [])
})

test('a form arrives as it was typed, fields that come twice included', async () => {
  shop.answers(200, html, '<p>ok</p>')
  const { cookie, csrf } = await shop.tokens()
  const body = new URLSearchParams([
    ['csrf', csrf],
    ['tag', 'a&b=c'],
    ['tag', 'ü 🚀'],
    ['empty', ''],
  ])
  await fetch(`${shop.portal.url}/shop`, { method: 'POST', body, headers: { cookie } })
  assert.deepEqual([...new URLSearchParams(shop.received()[0]?.body)], [...body])
})

test('a long form passes as a long JSON does, and a longer one does not', async () => {
  shop.answers(200, html, '<p>ok</p>')
  const { cookie, csrf } = await shop.tokens()
  const send = (length: number) => {
    const body = new URLSearchParams({ csrf, text: 'x'.repeat(length) })
    return fetch(`${shop.portal.url}/shop`, { method: 'POST', body, headers: { cookie } })
  }
  assert.equal((await send(1_000_000)).status, 200)
  assert.equal(new URLSearchParams(shop.received()[0]?.body).get('text')?.length, 1_000_000)
  assert.equal((await send(1_100_000)).status, 413)
  assert.equal(shop.received().length, 1)
})
