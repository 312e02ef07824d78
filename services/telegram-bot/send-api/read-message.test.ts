import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Registry } from 'prom-client'
import { createHttpApp } from '#core/http/app.ts'
import { Router } from '#core/http/router.ts'
import { listen } from '#core/http/server.ts'
import { createLog } from '#core/log.ts'
import { readPhoto, readText } from './read-message.ts'

let server: Awaited<ReturnType<typeof listen>>
before(async () => {
  const app = createHttpApp({
    service: 'reader',
    log: createLog('silent'),
    metrics: new Registry(),
    health: async () => ({ status: 'ok' }),
    routers: [
      new Router()
        .post('/text', async (ctx) => {
          ctx.body = await readText(ctx)
        })
        .post('/photo', async (ctx) => {
          const { photo, ...fields } = await readPhoto(ctx)
          ctx.body = { ...fields, type: photo.type, bytes: photo.bytes.length }
        }),
    ],
  })
  server = await listen(app.callback(), { host: '127.0.0.1', port: 0, drainMs: 200 })
})
after(() => server.close())

async function post(path: string, body: object | string | FormData, type = 'application/json') {
  const isForm = body instanceof FormData
  const answer = await fetch(server.url + path, {
    method: 'POST',
    ...(!isForm && { headers: { 'content-type': type } }),
    body: isForm || typeof body === 'string' ? body : JSON.stringify(body),
  })
  const { code, detail, ...read } = (await answer.json()) as Record<string, unknown>
  return answer.ok ? read : { status: answer.status, code }
}

const PNG = [0x89, 0x50, 0x4e, 0x47]
const MEGABYTE = 1024 * 1024
const image = (bytes: number, magic: readonly number[] = PNG) => {
  const buffer = Buffer.alloc(bytes)
  buffer.set(magic.slice(0, bytes))
  return buffer
}

function form(fields: Readonly<Record<string, string | Blob>>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

for (const [mode, marked] of [
  [undefined, true],
  ['Markdown', true],
  ['MarkdownV2', true],
  ['markdown', true],
  ['HTML', false],
  ['', false],
  [null, false],
] as const)
  test(`a text with the mode ${JSON.stringify(mode)} has ${marked ? 'marks' : 'none'}`, async () => {
    const read = await post('/text', { user: 'ann', text: '*a*', parse_mode: mode })
    assert.deepEqual(read, { user: 'ann', text: '*a*', marked })
  })

for (const [what, body, status] of [
  ['a text of nobody', { user: '', text: 'a' }, 400],
  ['a text of somebody with too long a name', { user: 'a'.repeat(256), text: 'a' }, 400],
  ['no text', { user: 'ann' }, 400],
  ['an empty text', { user: 'ann', text: '' }, 400],
  ['a text of more than 64 KiB', { user: 'ann', text: 'a'.repeat(65_537) }, 400],
  ['a text that is a list', { user: 'ann', text: ['a'] }, 400],
  ['a mode that is a number', { user: 'ann', text: 'a', parse_mode: 1 }, 400],
  ['an array', [], 400],
  ['half a document', '{"user":', 400],
] as const)
  test(`${what} is refused`, async () => {
    assert.equal((await post('/text', body))['status'], status)
  })

for (const [what, bytes, type] of [
  ['a PNG', image(100), 'image/png'],
  ['a JPEG', image(100, [0xff, 0xd8, 0xff]), 'image/jpeg'],
  ['the largest that Telegram takes', image(10 * MEGABYTE), 'image/png'],
] as const)
  test(`${what} is read from base64 and from a form alike, byte by byte`, async () => {
    const expected = { user: 'ann', caption: 'c', type, bytes: bytes.length }
    const fields = { user: 'ann', caption: 'c' }
    assert.deepEqual(await post('/photo', { ...fields, photo: bytes.toString('base64') }), expected)
    assert.deepEqual(await post('/photo', form({ ...fields, photo: new Blob([bytes]) })), expected)
  })

test('a photo may come without words', async () => {
  const photo = image(9)
  for (const body of [
    { user: 'ann', photo: photo.toString('base64') },
    form({ user: 'ann', photo: new Blob([photo]) }),
  ])
    assert.equal((await post('/photo', body))['caption'], '')
})

for (const [what, bytes, code] of [
  ['no bytes', Buffer.alloc(0), 'not_a_photo'],
  ['half of what a PNG begins with', image(3), 'not_a_photo'],
  ['a drawing with a program in it', Buffer.from('<svg onload="a()"/>'), 'not_a_photo'],
  ['one byte more than Telegram takes', image(10 * MEGABYTE + 1), 'photo_too_large'],
] as const)
  test(`${what} is no photo, in base64 and in a form alike`, async () => {
    const refused = { status: 400, code }
    if (bytes.length > 0)
      assert.deepEqual(
        await post('/photo', { user: 'ann', photo: bytes.toString('base64') }),
        refused,
      )
    assert.deepEqual(await post('/photo', form({ user: 'ann', photo: new Blob([bytes]) })), refused)
  })

test('no path is read, whatever it is called and however it comes', async () => {
  for (const body of [
    { user: 'ann', photo_path: '/etc/hostname' },
    form({ user: 'ann', photo_path: '/etc/hostname' }),
    form({ user: 'ann', photo: '/etc/hostname' }),
    form({ user: 'ann' }),
    { user: 'ann' },
  ])
    assert.deepEqual(await post('/photo', body), { status: 400, code: 'no_photo' })
  const path = { user: 'ann', photo: 'file:///etc/hostname' }
  assert.equal((await post('/photo', path))['status'], 400)
})

test('a form that is cut off, says no border, or names nobody is refused', async () => {
  const photo = new Blob([image(9)])
  assert.equal((await post('/photo', form({ photo })))['status'], 400)
  assert.equal((await post('/photo', form({ user: '', photo })))['status'], 400)
  const border = 'multipart/form-data; boundary=x'
  for (const type of [border, 'multipart/form-data'])
    assert.equal(
      (await post('/photo', '--x\r\nContent-Disposition: form-data', type))['code'],
      'invalid_body',
    )
})

test('a body that is larger than any photo is refused before it is read as one', async () => {
  const refused = await post(
    '/photo',
    form({ user: 'ann', photo: new Blob([image(16 * MEGABYTE)]) }),
  )
  assert.equal(refused['status'], 413)
})
