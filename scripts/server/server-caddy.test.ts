import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { SERVER } from '../../deploy/server-folders.ts'
import { CADDY_DROP_IN, caddySteps } from './server-caddy.ts'
import type { TargetInput } from './server-target.ts'

/** What is to be done to a Caddy that is in these states, when these files changed. */
async function steps(states: readonly string[], ...changed: readonly string[]) {
  const done: string[] = []
  const ask = (_program: string, [verb = '', ...rest]: readonly string[]) => {
    const code = verb.startsWith('is-') ? Number(!states.includes(verb)) : 0
    if (!verb.startsWith('is-')) done.push([verb, ...rest].join(' '))
    return Promise.resolve({ code, out: '', err: '' })
  }
  const commands = {
    scope: [],
    ask,
    systemctl: (...args: readonly string[]) => ask('systemctl', args),
  }
  const planned = await caddySteps({ commands } as unknown as TargetInput, new Set(changed))
  for (const step of planned) await step.apply()
  return { shown: planned.map(({ does, what }) => `${does} ${what}`), done }
}

const skip = existsSync(SERVER.caddyAdmin) && 'a Caddy of this machine listens'
const well = ['is-active', 'is-enabled']

test('a Caddy that runs with our routes is left alone, and one that does not is started, also at the next boot', async () => {
  assert.deepEqual((await steps(well)).shown, [])
  assert.deepEqual((await steps([])).done, ['restart caddy.service', 'enable caddy.service'])
})

test(
  'routes that changed are read anew, by a start only where it can be told in no other way',
  { skip },
  async () => {
    // One that runs with somebody else's configuration has not opened our socket yet.
    assert.deepEqual((await steps(well, 'Caddyfile')).shown, ['restart caddy.service'])
    assert.deepEqual((await steps(well, CADDY_DROP_IN)).shown, ['restart caddy.service'])
    assert.deepEqual((await steps(well, 'webapp.service')).shown, [])
  },
)
