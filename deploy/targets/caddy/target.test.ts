import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { serviceOf } from '#core/run/front.ts'
import { changedStack } from '../../../tests/peers/changed-stack.ts'
import { exampleStack } from '../../../tests/peers/example-stack.ts'
import { assertGolden } from '../../../tests/peers/golden.ts'
import { CADDY, directivesOf } from '../../caddy-directives.ts'
import { refuseUnknownKeys } from '../../known-since.ts'
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

test('what this Caddy does not know is refused: it would not serve at all', () => {
  const check = (text: string) =>
    refuseUnknownKeys('Caddyfile', { Caddyfile: directivesOf(text) }, CADDY)
  check(file?.content ?? '')
  assert.ok(directivesOf(file?.content ?? '').length > 10)
  assert.throws(() => check(':80 {\n\treverse_proxy a:1 {\n\t\tstream_close_delay 5m\n\t}\n}\n'), {
    message:
      /Caddyfile: stream_close_delay in \[Caddyfile\] needs Caddy 2\.7; written for Caddy 2\.6/,
  })
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
