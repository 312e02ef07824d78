import assert from 'node:assert/strict'
import { test } from 'node:test'
import { disableUnit, stopUnit } from './stop-unit.ts'

/** A systemctl that ends as is said of each verb, and keeps what it was asked. */
function systemctlThat(ends: Readonly<Record<string, number>>, scope: readonly string[] = []) {
  const asked: string[] = []
  const ask = (_program: string, args: readonly string[]) => {
    asked.push(args.join(' '))
    const code = ends[args.find((arg) => !arg.startsWith('-')) ?? ''] ?? 0
    return Promise.resolve({ code, out: '', err: code === 0 ? '' : 'Access denied' })
  }
  const systemctl = async (...args: readonly string[]) => (await ask('', args)).out
  return { asked, scope, ask, systemctl }
}

test('a unit that systemd does not know is stopped already, any other reason is told', async () => {
  await stopUnit(systemctlThat({ stop: 5 }), 'web.service')
  const denied = systemctlThat({ stop: 4 }, ['--user'])
  await assert.rejects(stopUnit(denied, 'web.service'), {
    code: 'unit_not_stopped',
    message: /web\.service could not be stopped: Access denied/,
  })
  assert.deepEqual(denied.asked, ['--user stop web.service'])
})

test('only a unit that starts at boot is told not to: systemctl refuses one whose file is gone', async () => {
  const enabled = systemctlThat({})
  await disableUnit(enabled, 'web.service')
  assert.deepEqual(enabled.asked, ['is-enabled --quiet web.service', 'disable web.service'])
  const gone = systemctlThat({ 'is-enabled': 4, disable: 1 })
  await disableUnit(gone, 'web.service')
  assert.deepEqual(gone.asked, ['is-enabled --quiet web.service'])
})
