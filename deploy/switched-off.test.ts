import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { ConfigError } from '#core/errors.ts'
import { withSwitchedOff } from './switched-off.ts'

test('a service that is switched off gets scale 0, and loses it when it is switched on again', () => {
  const off = withSwitchedOff(undefined, ['data-sync'])
  assert.equal(off, 'services:\n  data-sync:\n    scale: 0 # switched off in instance.yaml\n')
  assert.equal(withSwitchedOff(off, ['data-sync']), off)
  assert.equal(withSwitchedOff(off, []), undefined)
})

test('what the operator wrote stays, comments too, and so does a scale of their own', () => {
  const own = `# ours
services:
  webapp:
    scale: 0 # we serve it elsewhere
    volumes: [./login:/app/auth/login:ro]
`
  const off = withSwitchedOff(own, ['data-sync'])
  assert.match(off ?? '', /# ours[^]*login:ro[^]*data-sync:\n {4}scale: 0 # switched off/)
  assert.match(withSwitchedOff(off, []) ?? '', /scale: 0 # we serve it elsewhere/)
  assert.doesNotMatch(withSwitchedOff(off, []) ?? '', /data-sync/)
})

test('an override that is no YAML is refused, not overwritten', () => {
  assert.throws(() => withSwitchedOff('a: [', ['x']), ConfigError)
})

// The operator's own number was overwritten, and gone when the service was switched on again.
test('a scale of the operator’s own is back when the service is switched on again', () => {
  const own = 'services:\n  data-sync:\n    scale: 3 # many\n'
  const off = withSwitchedOff(own, ['data-sync']) ?? ''
  assert.match(off, /scale: 0 # switched off/)
  assert.equal(withSwitchedOff(off, ['data-sync']), off, 'told twice it is the same')
  const on = parse(withSwitchedOff(off, []) ?? '') as object
  assert.deepEqual(on, { services: { 'data-sync': { scale: 3 } } })
  const filled = 'services:\n  data-sync:\n    scale: ${WORKERS:-2}\n'
  assert.deepEqual(
    parse(withSwitchedOff(withSwitchedOff(filled, ['data-sync']), []) ?? ''),
    parse(filled),
  )
})

// Each ended in an error of the YAML library, which names no file.
test('an override that is empty where the service would stand takes it, and one that is no mapping is refused', () => {
  for (const own of ['', '# nothing yet\n', 'services:\n', 'services:\n  data-sync:\n']) {
    const off = withSwitchedOff(own, ['data-sync']) ?? ''
    assert.deepEqual(parse(off), { services: { 'data-sync': { scale: 0 } } }, own)
  }
  for (const [own, place] of [
    ['services: []\n', 'services'],
    ['services: all\n', 'services'],
    ['- services\n', 'it'],
    ['services:\n  data-sync: off\n', 'services.data-sync'],
  ] as const) {
    assert.throws(
      () => withSwitchedOff(own, ['data-sync']),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.message === `docker-compose.override.yml: ${place} must be a mapping of names`,
      own,
    )
  }
})

test('a file of Windows keeps what it says', () => {
  const own = '\ufeffservices:\r\n  webapp:\r\n    mem_limit: 1g\r\n'
  const off = withSwitchedOff(own, ['data-sync']) ?? ''
  assert.deepEqual(parse(withSwitchedOff(off, []) ?? ''), {
    services: { webapp: { mem_limit: '1g' } },
  })
})
