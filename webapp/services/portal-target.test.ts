import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service, ServiceAddress } from '#core/service.ts'
import { portalTarget } from './portal-target.ts'

function service(id: string, more: Partial<Service>): ServiceAddress {
  const manifest: Service = { id, title: id, description: id, kind: 'daemon', ...more }
  return { manifest, address: `http://${id}:8080` }
}

const books = service('books', {
  routes: [
    { path: '/api/books', auth: 'session' },
    { path: '/books/feed', auth: 'token' },
  ],
  portal: {
    page: { path: '/books', title: 'Books', icon: 'book', order: 1 },
    widget: { path: '/books/widget', title: 'Books', order: 1 },
  },
})
const vault = service('vault', {
  portal: { page: { path: '/books/vault', title: 'Vault', icon: 'key', order: 2, admin: true } },
})
const portal = service('portal', { role: 'portal', routes: [{ path: '/', auth: 'session' }] })

const answers = {
  '/books': 'books page',
  '/books/7/notes': 'books page',
  '/books/widget': 'books widget',
  '/api/books/7': 'books route',
  '/books/vault': 'vault page, administrators',
  '/books/vault/door': 'vault page, administrators',
  '/booksellers': undefined,
  '/api': undefined,
  '/': undefined,
  '/elsewhere': undefined,
} as const

for (const [path, expected] of Object.entries(answers)) {
  test(`${path} belongs to ${expected ?? 'nobody but the portal'}`, () => {
    const target = portalTarget([portal, books, vault], path)
    const words =
      target &&
      `${target.service.manifest.id} ${target.kind}${target.admin ? ', administrators' : ''}`
    assert.equal(words, expected)
  })
}

for (const path of [
  '/books/../admin',
  '/books/..',
  '/books/./x',
  '/books/%2e%2e/x',
  '/books/a%2Fb',
  '/books/a%5cb',
  '/books/a%00',
  '/books//vault',
  '/books\\vault',
]) {
  test(`a path that could be read as another one belongs to nobody: ${path}`, () => {
    assert.equal(portalTarget([books, vault], path), undefined)
  })
}
