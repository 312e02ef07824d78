import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#core/service.ts'
import type { StackModel } from '../../deploy/stack-model.ts'
import { exampleStack } from '../../tests/peers/example-stack.ts'
import { unitsOf } from './units-of.ts'

const described = { title: '', description: '' }
const daemon = (id: string, more: Partial<Service> = {}): Service => ({
  ...described,
  ...{ id, kind: 'daemon', port: 8080 },
  ...more,
})
const model = (...services: readonly Service[]): StackModel => ({ ...exampleStack, services })
const all = () => true

const image = { image: 'x:1', user: '1:1', health: ['true'] }

test('the database starts before all others, the portal after what it asks, the edge last', () => {
  const services = [
    daemon('edge', { role: 'edge', container: image }),
    daemon('webapp', { role: 'portal' }),
    daemon('a'),
    daemon('postgres', { role: 'database', container: image }),
    daemon('z'),
  ]
  for (let turn = 0; turn < services.length; turn++) {
    services.push(services.shift() ?? assert.fail())
    const { daemons } = unitsOf(model(...services), all)
    assert.deepEqual(daemons.at(0), 'postgres.service')
    assert.deepEqual(daemons.slice(-2), ['webapp.service', 'edge.service'])
    assert.deepEqual(daemons.slice(1, 3).toSorted(), ['a.service', 'z.service'])
  }
})

test('beside the old version runs what others reach by a port, and is code of ours', () => {
  const { beside } = unitsOf(
    model(
      daemon('reached'),
      daemon('no-port', { port: undefined } as Partial<Service>),
      daemon('walled', { isolated: true }),
      daemon('postgres', { role: 'database', container: image }),
      daemon('job', { kind: 'job', schedule: '0 3 * * *' }),
      { ...described, id: 'quiet-job', kind: 'job', schedule: '0 3 * * *' },
      { ...described, id: 'secrets', kind: 'setup' },
    ),
    all,
  )
  assert.deepEqual(beside, ['reached.service', 'job-pages.service'])
})

test('a job is known by its timer alone: its unit is for the timer to start', () => {
  const units = unitsOf(
    model(daemon('report', { kind: 'job', schedule: '0 3 * * *', unit: 'daily' })),
    all,
  )
  assert.deepEqual(units.timers, ['daily.timer'])
  assert.deepEqual(units.daemons, ['daily-pages.service'])
})

test('a part that this way of running has no unit for is none of its units', () => {
  const services = [daemon('a'), daemon('postgres', { role: 'database', container: image })]
  const asked: string[] = []
  const units = unitsOf(model(...services), (unit) => {
    asked.push(unit)
    return unit !== 'postgres.service'
  })
  assert.deepEqual(units.daemons, ['a.service'])
  assert.deepEqual(asked, ['a.service', 'postgres.service'])
})
