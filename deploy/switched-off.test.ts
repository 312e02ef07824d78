import assert from 'node:assert/strict'
import { test } from 'node:test'
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
