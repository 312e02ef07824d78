import { basename } from 'node:path'
import { configFiles } from './config-files.ts'
import { recordFile, type Installed } from './installed.ts'
import { fileStep } from './planned-file.ts'
import type { ServerTarget, TargetInput } from './server-target.ts'
import type { Step } from './step.ts'
import { releaseFile } from './release.ts'
import { enableSteps, startSteps } from './unit-steps.ts'

/** What an installation is planned from. */
export interface InstallInput extends TargetInput {
  readonly target: ServerTarget
  readonly targetName: Installed['target']
  readonly before: Installed | undefined
  readonly publicUrl?: string
}

/** Everything that differs from how the server should be, in order; an installed server has no step. */
export async function planInstall(input: InstallInput): Promise<readonly Step[]> {
  const { target, layout, commands, before, release } = input
  const { units } = release
  const scope = layout.rootless ? ['--user'] : []
  const placed = release.files.map(({ name, content }) => ({
    path: target.place(name, layout),
    content,
  }))
  const stale = (before?.files ?? []).filter((path) => !placed.some((file) => file.path === path))
  const writes = await stepsOf([...placed, ...stale.map(gone)])
  const changed = new Set(writes.map(({ what }) => unitOfFile(what)))
  const record: Installed = {
    target: input.targetName,
    rootless: layout.rootless,
    version: release.version,
    ...previousOf(before, release.version),
    units: [...units.setup, ...units.daemons],
    timers: [...units.timers],
    files: placed.map(({ path }) => path),
  }
  const start = (names: readonly string[]) => startSteps(names, changed, commands, scope)
  return [
    ...(await target.prepare(input)),
    ...(await stepsOf(await configFiles(input))),
    ...stopStale(stale),
    ...writes,
    ...(writes.length > 0 ? [...(await target.settle(input)), reload()] : []),
    ...(await start(units.setup)),
    ...(await target.afterSetup(input)),
    ...(await start(units.daemons)),
    ...(await enableSteps(
      [...(target.enables ? record.units : []), ...units.timers],
      commands,
      scope,
    )),
    ...(await stepsOf([
      { path: releaseFile(layout, release.version), content: json(release) },
      { path: recordFile(layout), content: json(record) },
    ])),
  ]

  async function stepsOf(
    planned: readonly { path: string; content: string | undefined }[],
  ): Promise<readonly Step[]> {
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
      .map((path) => ({
        does: 'stop',
        what: path.endsWith('.timer') ? basename(path) : unitOfFile(path),
        async apply() {
          await commands.systemctl('stop', this.what)
          if (target.enables || path.endsWith('.timer')) {
            await commands.systemctl('disable', this.what)
          }
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

/** The service that a unit file makes. */
function unitOfFile(path: string): string {
  return basename(path).replace(/\.container$/, '.service')
}

function previousOf(before: Installed | undefined, version: string): { previous?: string } {
  const previous = before?.version === version ? before.previous : before?.version
  return previous === undefined ? {} : { previous }
}
