import { changedUnits, runningNow, type Running } from './changed-units.ts'
import { configFiles } from './config-files.ts'
import { previousVersion, recordFile, type Installed } from './installed.ts'
import { keepAside } from './keep-aside.ts'
import { fileStep, type PlannedFile } from './planned-file.ts'
import { releaseFile } from './release.ts'
import type { ServerTarget, TargetInput } from './server-target.ts'
import { disableUnit, stopUnit } from './stop-unit.ts'
import { settingsHash } from './settings-hash.ts'
import type { Step } from './step.ts'
import { enableSteps, SETUP_ANEW, startSteps } from './unit-steps.ts'
import { unitOfFile } from './units-of.ts'

/** What an installation is planned from. */
export interface InstallInput extends TargetInput {
  readonly target: ServerTarget
  readonly targetName: Installed['target']
  readonly before: Installed | undefined
  readonly publicUrl?: string
  /** What runs where the record does not tell it: after a change that failed half-way. */
  readonly running?: Running
}

/** Everything that differs from how the server should be, in order; an installed server has no step. */
export async function planInstall(input: InstallInput): Promise<readonly Step[]> {
  const { target, layout, commands, before, release } = input
  const { units } = release
  const placed = release.files.map(({ name, content }) => ({
    path: target.place(name, layout),
    content,
  }))
  const stale = (before?.files ?? []).filter((path) => !placed.some((file) => file.path === path))
  const writes = await stepsOf([...placed, ...stale.map(gone)])
  const config = await configFiles(input)
  const settings = await settingsHash(layout, config)
  const running = input.running ?? (await runningNow(layout, before, settings))
  const changed = changedUnits(
    release,
    writes.map(({ what }) => what),
    running,
    target.versionInUnits,
    await target.keeps(input, running.release),
  )
  const previous = previousVersion(before, release.version)
  const record: Installed = {
    target: input.targetName,
    rootless: layout.rootless,
    version: release.version,
    ...(previous !== undefined && { previous }),
    settings,
    units: [...units.setup, ...units.daemons],
    timers: [...units.timers],
    files: placed.map(({ path }) => path),
  }
  return [
    ...(await target.prepare(input)),
    ...(await stepsOf(config)),
    ...stopStale(stale),
    ...(await Promise.all(placed.map(({ path }) => keepAside(path)))).flat(),
    ...writes,
    ...(await target.settle(input)),
    ...(writes.length > 0 ? [reload()] : []),
    ...(await startSteps(units.setup, changed, commands, SETUP_ANEW)),
    ...(await target.afterSetup(input)),
    ...(await startSteps(units.daemons, changed, commands)),
    ...(await enableSteps([...(target.enables ? record.units : []), ...units.timers], commands)),
    ...(await target.edge(input, changed)),
    ...(await stepsOf([
      { path: releaseFile(layout, release.version), content: json(release) },
      { path: recordFile(layout), content: json(record) },
    ])),
  ]

  async function stepsOf(planned: readonly PlannedFile[]): Promise<readonly Step[]> {
    const steps = await Promise.all(planned.map((file) => fileStep(file, commands)))
    return steps.filter((step) => step !== undefined)
  }

  function reload(): Step {
    return {
      does: 'change',
      what: 'the units that systemd knows',
      apply: async () => void (await commands.systemctl('daemon-reload')),
    }
  }

  function stopStale(paths: readonly string[]): readonly Step[] {
    return paths
      .filter((path) => /\.(container|service|timer)$/.test(path))
      .map(unitOfFile)
      .map((unit) => ({
        does: 'stop',
        what: unit,
        async apply() {
          await stopUnit(commands, unit)
          if (target.enables || unit.endsWith('.timer')) await disableUnit(commands, unit)
        },
      }))
  }
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function gone(path: string) {
  return { path, content: undefined }
}
