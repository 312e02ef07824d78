import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Service } from '#core/service.ts'
import { containerVariables } from './container-variables.ts'

const service = (id: string, ...volumes: NonNullable<Service['volumes']>): Service => ({
  ...{ id, title: id, description: id, kind: 'daemon', volumes },
})

// The last reader's name stood there, so that the homes seemed to be the session collector's.
test('a store is told of as that of those who write it, whoever reads it besides', () => {
  const variables = containerVariables(
    [
      service('notes', { name: 'homes', path: '/homes' }),
      service('reader', { name: 'homes', path: '/homes', readOnly: true }),
      service('runner', { name: 'homes', path: '/homes' }, { name: 'run-data', path: '/data' }),
      service('viewer', { name: 'given', path: '/given', readOnly: true }),
    ],
    '1.2.3',
  )
  const told = (name: string) => variables[name]?.description.replace(/^.*folder, for /, '')
  assert.equal(told('HOMES_VOLUME'), 'what notes, runner keep')
  assert.equal(told('RUN_DATA_VOLUME'), 'what runner keeps')
  assert.equal(told('GIVEN_VOLUME'), 'what viewer reads')
})
