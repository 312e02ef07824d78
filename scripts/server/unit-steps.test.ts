import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#core/errors.ts'
import { startUnit } from './start-unit.ts'
import type { ServerCommands } from './server-commands.ts'
import { enableSteps, SETUP_ANEW, startSteps } from './unit-steps.ts'

/** A systemd with these units active or enabled, that refuses to start those that are `broken`. */
function systemd({
  active = '',
  enabled = '',
  broken = '',
  journal = '',
  /** How the starts of the broken ones end, one after another; once no more is said, they are no longer broken. */
  ends = undefined as [code: number, status: number][] | undefined,
  scope = [] as readonly string[],
}) {
  const asked: string[] = []
  const ask: ServerCommands['ask'] = (program, args) => {
    const line = [program, ...args].join(' ')
    const unit = args.at(-1) ?? ''
    const answer = (code: number, out = '', err = '') => Promise.resolve({ code, out, err })
    if (program === 'journalctl') return answer(0, journal)
    if (args.includes('is-active')) return answer(active.split(' ').includes(unit) ? 0 : 3)
    if (args.includes('is-enabled')) return answer(enabled.split(' ').includes(unit) ? 0 : 1)
    if (args.includes('show')) {
      const [code, status] = ends?.shift() ?? [1, 1]
      return answer(0, `ExecMainCode=${code}\nExecMainStatus=${status}\n`)
    }
    asked.push(line)
    if (!broken.split(' ').includes(unit) || ends?.length === 0) return answer(0)
    return answer(1, '', `Job for ${unit} failed.`)
  }
  const must: ServerCommands['must'] = async (program, args) => {
    const { code, out } = await ask(program, args)
    assert.equal(code, 0)
    return out
  }
  const commands = { scope, ask, must, systemctl: (...args: string[]) => must('systemctl', args) }
  return { asked, commands }
}

test('what runs unchanged is no step; what does not run is started, what changed started anew', async () => {
  for (const scope of [[], ['--user']]) {
    const { asked, commands } = systemd({ active: 'a.service b.service', scope })
    const units = ['a.service', 'b.service', 'c.service', 'd.service']
    const changed = new Set(['b.service', 'd.service', 'e.service'])
    const steps = await startSteps(units, changed, commands)
    assert.deepEqual(
      steps.map(({ does, what }) => `${does} ${what}`),
      ['restart b.service', 'start c.service', 'start d.service'],
    )
    assert.deepEqual(asked, [], 'a plan changes nothing')
    for (const step of steps) await step.apply()
    const by = ['systemctl', ...scope].join(' ')
    assert.deepEqual(asked, [
      `${by} restart b.service`,
      `${by} start c.service`,
      `${by} start d.service`,
    ])
  }
})

// All others require the setup: an ordinary restart of it would stop every one of them.
test('a setup is run anew without those that require it, and for the first time like all', async () => {
  const { asked, commands } = systemd({ active: 'secrets.service' })
  const units = ['secrets.service', 'new.service']
  const steps = await startSteps(units, new Set(units), commands, SETUP_ANEW)
  for (const step of steps) await step.apply()
  assert.deepEqual(asked, [
    'systemctl restart --job-mode=ignore-dependencies secrets.service',
    'systemctl start new.service',
  ])
})

test('a unit that does not become well is told with its own last words, and where there are more', async () => {
  for (const [journal, scope, said, remedy] of [
    ['EADDRINUSE: port 8080\n', [], 'EADDRINUSE: port 8080', 'journalctl -n 100 -u a.service'],
    ['', ['--user'], 'Job for a.service failed.', 'journalctl --user -n 100 -u a.service'],
  ] as const) {
    const { commands } = systemd({ broken: 'a.service', journal, scope })
    await assert.rejects(startUnit(commands, 'a.service'), (error: AppError) => {
      assert.equal(error.code, 'unit_not_well')
      assert.equal(error.message, `a.service did not become well:\n${said}`)
      assert.equal(error.remedy, remedy)
      return true
    })
  }
})

// Of a hundred starts one ended by `Check failed: it->second.Size() > offset` of V8, in no way by what it ran.
for (const [what, code, status, again] of [
  ['SIGTRAP of a process', 3, 5, true],
  ['SIGABRT of a process without a core', 2, 6, true],
  ['SIGTRAP in a container', 1, 133, true],
  ['SIGSEGV in a container', 1, 139, true],
  ['its own exit', 1, 1, false],
  ['an exit that has the number of a signal', 1, 5, false],
  ['its memory limit', 2, 9, false],
  ['its memory limit in a container', 1, 137, false],
] as const)
  test(`what ${what} ended at its start is ${again ? 'tried once more' : 'not well'}`, async () => {
    const start = 'systemctl start a.service'
    const once = systemd({ broken: 'a.service', ends: [[code, status]] })
    const started = startUnit(once.commands, 'a.service')
    await (again ? started : assert.rejects(started, /did not become well/))
    assert.deepEqual(once.asked, again ? [start, start] : [start])
    const always = systemd({
      broken: 'a.service',
      ends: Array<[number, number]>(9).fill([code, status]),
    })
    await assert.rejects(startUnit(always.commands, 'a.service'), /did not become well/)
    assert.equal(always.asked.length, again ? 2 : 1)
  })

test('at boot starts what did not before; a timer begins at once, so that its next time is not missed', async () => {
  const { asked, commands } = systemd({ enabled: 'a.service a.timer' })
  const steps = await enableSteps(['a.service', 'b.service', 'a.timer', 'b.timer'], commands)
  assert.deepEqual(
    steps.map(({ does, what }) => `${does} ${what}`),
    ['enable b.service', 'enable b.timer'],
  )
  for (const step of steps) await step.apply()
  assert.deepEqual(asked, ['systemctl enable b.service', 'systemctl enable --now b.timer'])
})
