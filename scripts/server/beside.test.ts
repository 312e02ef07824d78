import assert from 'node:assert/strict'
import { test } from 'node:test'
import quadlet from '../../deploy/targets/quadlet/target.ts'
import systemd from '../../deploy/targets/systemd/target.ts'
import type { Target } from '../../deploy/target.ts'
import { exampleStack } from '../../tests/peers/example-stack.ts'
import { quadletServer } from './quadlet-server.ts'
import { systemdServer } from './systemd-server.ts'

function unitOf(target: Target, name: string): string {
  const services = exampleStack.services.filter(
    ({ container, role }) => !container || role !== undefined,
  )
  const files = target.generate({ ...exampleStack, services })
  const file = files.find(({ path }) => path.endsWith(`/${name}`))
  assert.ok(file, `${name} is not generated`)
  return file.content
}

test('a container beside the old one has names of its own, and no boot starts it', () => {
  const usual = unitOf(quadlet, 'webapp.container')
  const text = quadletServer.beside(usual, '9.9.9')
  assert.match(text, /^ContainerName=webapp-next$/m)
  assert.match(text, /^ServiceName=webapp-next$/m)
  assert.match(text, /^NetworkAlias=webapp-next$/m)
  assert.doesNotMatch(text, /\[Install\]|WantedBy/)
  assert.match(usual, /WantedBy/)
})

test('a plain unit beside the old one runs the new checkout at an address of its own', () => {
  const usual = unitOf(systemd, 'webapp.service')
  const text = systemdServer.beside(usual, '9.9.9')
  assert.match(text, /^WorkingDirectory=\/opt\/ai-data-analyst\/releases\/9\.9\.9$/m)
  assert.match(
    text,
    /^ExecStart=\/opt\/ai-data-analyst\/releases\/9\.9\.9\/node_modules\/node\/bin\/node webapp/m,
  )
  assert.match(text, /^Environment=HOST=127\.78\./m)
  // The others are still reached where they are.
  assert.match(text, /SERVICE_ADDRESSES=[^\n]*127\.77\./)
  assert.doesNotMatch(text, /\/current|WantedBy/)
})
