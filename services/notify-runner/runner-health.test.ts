import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runnerHealth } from './runner-health.ts'
import type { Scheduler } from './runs/scheduler.ts'

const at = new Date('2026-03-04T12:00:00Z')
const lastWork = at.toISOString()
const state = (over: Partial<Scheduler['state']> = {}): Scheduler['state'] => ({
  ...{ lookedAt: at, scripts: 3, closed: [], error: undefined },
  ...over,
})

const OFF = 'the script sandbox is switched off'

for (const [what, given, trouble, health] of [
  ['a runner that looks', state(), undefined, { status: 'ok', detail: '3 scripts', lastWork }],
  ['one script', state({ scripts: 1 }), undefined, { status: 'ok', detail: '1 script', lastWork }],
  [
    'scripts that nothing can run',
    state(),
    OFF,
    { status: 'degraded', detail: `3 scripts, ${OFF}`, lastWork },
  ],
  [
    'a sandbox in trouble while there is nothing to run',
    state({ scripts: 0 }),
    OFF,
    { status: 'ok', detail: `0 scripts, ${OFF}`, lastWork },
  ],
  [
    'folders that cannot be read, also where no other script is',
    state({ scripts: 0, closed: ['ann', 'bob'] }),
    undefined,
    { status: 'degraded', detail: '0 scripts, folders that cannot be read: ann, bob', lastWork },
  ],
  [
    'both at once',
    state({ closed: ['ann'] }),
    OFF,
    { status: 'degraded', detail: `3 scripts, ${OFF}, folders that cannot be read: ann`, lastWork },
  ],
  [
    'a database that does not answer',
    state({ error: 'connect ECONNREFUSED' }),
    OFF,
    { status: 'degraded', detail: 'connect ECONNREFUSED' },
  ],
  [
    'one of two that waits for its turn',
    state({ lookedAt: undefined, scripts: 0 }),
    undefined,
    { status: 'ok', detail: '0 scripts' },
  ],
  ['one that has not begun', undefined, undefined, { status: 'ok', detail: '0 scripts' }],
] as const)
  test(`the health of the runner tells of ${what}`, () => {
    assert.deepEqual(runnerHealth(given, trouble), health)
  })
