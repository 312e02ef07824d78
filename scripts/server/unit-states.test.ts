import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Installed } from './installed.ts'
import type { ServerCommands } from './server-commands.ts'
import { unitStates } from './unit-states.ts'

const installed: Installed = {
  target: 'quadlet',
  rootless: true,
  version: '1.0.0',
  settings: '',
  units: ['webapp.service'],
  timers: ['corporate-memory.timer'],
  files: [],
}

/** Systemd as far as it is asked here: it answers with one text, and what it was asked is kept. */
function systemd(code: number, out: string, err = '') {
  const asked: (readonly string[])[] = []
  const ask: ServerCommands['ask'] = (program, args) => {
    asked.push([program, ...args])
    return Promise.resolve({ code, out, err })
  }
  return { asked, commands: { scope: ['--user'], ask } }
}

const answer = `Id=webapp.service
ActiveState=failed
SubState=failed
StateChangeTimestamp=Tue 2026-11-24 05:00:00 UTC
NRestarts=3

Id=corporate-memory.timer
ActiveState=active
SubState=waiting
StateChangeTimestamp=
NRestarts=
`

test('each unit has its own state, and a failed one is not well', async () => {
  const { asked, commands } = systemd(0, answer)
  const states = await unitStates(installed, commands)
  assert.deepEqual(
    states.map(({ unit, well, restarts }) => [unit, well, restarts]),
    [
      ['webapp.service', false, '3'],
      ['corporate-memory.timer', true, ''],
    ],
  )
  assert.equal(asked[0]?.[1], '--user')
})

test('a user without a systemd of their own is told how to get one', async () => {
  const { commands } = systemd(1, '', 'Failed to connect to bus')
  await assert.rejects(unitStates(installed, commands), (error: { remedy?: string }) => {
    assert.match(error.remedy ?? '', /enable-linger/)
    return true
  })
})
