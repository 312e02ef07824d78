import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedUnits, type Running } from './changed-units.ts'
import { unitOfFile } from './units-of.ts'
import type { Release } from './release.ts'

const files = {
  'secrets.container': 'secrets',
  'webapp.container': 'webapp 1',
  'sync.container': 'sync 1',
  'sync.timer': 'daily',
  Caddyfile: 'routes',
  'data.volume': 'data',
}

function release(version: string, changed: Readonly<Record<string, string>> = {}): Release {
  const all = Object.entries({ ...files, ...changed })
  return {
    version,
    files: all.map(([name, content]) => ({ name, content })),
    units: {
      setup: ['secrets.service'],
      daemons: ['webapp.service', 'sync.service'],
      timers: ['sync.timer'],
      beside: ['webapp.service'],
    },
  }
}

const running = (of: Release | undefined, sameSettings = true): Running => ({
  release: of,
  sameSettings,
})

const EVERY_UNIT = ['secrets.service', 'sync.service', 'webapp.service']

const cases: readonly {
  readonly name: string
  readonly now: Release
  readonly written?: readonly string[]
  readonly was: Running
  readonly versionInUnits?: boolean
  readonly kept?: readonly string[]
  readonly changed: readonly string[]
}[] = [
  {
    name: 'nothing, where all is as it was',
    now: release('1.0.0'),
    was: running(release('1.0.0')),
    changed: [],
  },
  {
    name: 'the unit whose file differs from what runs, and not the others',
    now: release('1.0.0', { 'webapp.container': 'webapp 2' }),
    was: running(release('1.0.0')),
    changed: ['webapp.service'],
  },
  {
    name: 'a file that is no unit, by its own name',
    now: release('1.0.0', { Caddyfile: 'other routes', 'sync.timer': 'hourly' }),
    was: running(release('1.0.0')),
    changed: ['Caddyfile', 'sync.timer'],
  },
  {
    name: 'a unit that somebody changed on the server, where the version has it as before',
    now: release('1.0.0'),
    written: ['/etc/containers/systemd/webapp.container'],
    was: running(release('1.0.0')),
    changed: ['webapp.service'],
  },
  {
    name: 'what an installation that broke off had written already, but not started',
    now: release('1.0.0', { 'webapp.container': 'webapp 2' }),
    written: [],
    was: running(release('1.0.0')),
    changed: ['webapp.service'],
  },
  {
    name: 'all of it, where nobody knows what runs',
    now: release('1.0.0'),
    was: running(undefined),
    changed: [...Object.keys(files).map(unitOfFile)],
  },
  {
    name: 'every unit when the operator’s files are others, though none of ours is',
    now: release('1.0.0'),
    was: running(release('1.0.0'), false),
    changed: EVERY_UNIT,
  },
  {
    name: 'every unit of another version, where their files do not show it',
    now: release('2.0.0'),
    was: running(release('1.0.0')),
    changed: EVERY_UNIT,
  },
  {
    name: 'none of another version whose files are the same and would show it',
    now: release('2.0.0'),
    was: running(release('1.0.0')),
    versionInUnits: true,
    changed: [],
  },
  {
    name: 'not what is to go on, though its file is another',
    now: release('2.0.0', { 'webapp.container': 'webapp 2', 'sync.container': 'sync 2' }),
    written: ['/etc/containers/systemd/webapp.container', '/etc/containers/systemd/sync.container'],
    was: running(release('1.0.0')),
    versionInUnits: true,
    kept: ['webapp.container'],
    changed: ['sync.service'],
  },
]

for (const { name, now, written = [], was, versionInUnits = false, kept = [], changed } of cases) {
  test(`started anew is ${name}`, () => {
    const found = changedUnits(now, written, was, versionInUnits, new Set(kept))
    assert.deepEqual([...found].toSorted(), changed.toSorted())
  })
}

test('a quadlet makes a service of its name, and a unit is itself', () => {
  for (const [file, unit] of [
    ['webapp.container', 'webapp.service'],
    ['/etc/containers/systemd/a.container', 'a.service'],
    ['/etc/systemd/system/a.service', 'a.service'],
    ['a.timer', 'a.timer'],
    ['a.container.container', 'a.container.service'],
  ] as const) {
    assert.equal(unitOfFile(file), unit)
  }
})
