import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { serviceOf } from '#core/run/front.ts'
import { changedStack } from '../../../tests/peers/changed-stack.ts'
import { exampleStack } from '../../../tests/peers/example-stack.ts'
import { assertGolden } from '../../../tests/peers/golden.ts'
import caddy from './target.ts'

const [file] = caddy.generate(exampleStack)

test('the file is the one that was looked at', () =>
  assertGolden(join(import.meta.dirname, 'golden'), caddy.generate(exampleStack)))

test('the longest route wins, as in the embedded front, and session routes are the portal’s', () => {
  const text = file?.content ?? ''
  assert.ok(text.indexOf('path /bot/hooks') < text.indexOf('path /bot '))
  assert.doesNotMatch(text, /bot-page/)
  const services = exampleStack.services.map((manifest) => ({ manifest }))
  for (const [path, id] of [
    ['/bot/hooks/x', 'bot'],
    ['/bot-page', 'webapp'],
    ['/botany', 'webapp'],
    ['/', 'webapp'],
  ] as const) {
    assert.equal(serviceOf(services, path)?.manifest.id, id, path)
  }
})

test('a stack without a portal, and a route without a port, are refused', () => {
  assert.throws(() => caddy.generate({ ...exampleStack, services: [] }), /role portal/)
  const services = exampleStack.services.map((service) => {
    const { port: _, ...rest } = service
    return service.id === 'bot' ? rest : service
  })
  assert.throws(() => caddy.generate({ ...exampleStack, services }), /services\/bot/)
})

// `path /files/ /files//*` matched neither of those below it.
test('a route that ends in a slash has all that is below it, as in the embedded front', () => {
  const routes = [{ path: '/files/', auth: 'token' }]
  const [made] = caddy.generate(changedStack('bot', { routes }))
  assert.match(made?.content ?? '', /@direct0 path \/files\/\*\n/)
  const services = changedStack('bot', { routes }).services.map((manifest) => ({ manifest }))
  assert.equal(serviceOf(services, '/files/x')?.manifest.id, 'bot')
  assert.equal(serviceOf(services, '/files')?.manifest.id, 'webapp')
})
