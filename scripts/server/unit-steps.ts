import type { ServerCommands } from './server-commands.ts'
import type { Step } from './step.ts'

/** Starts what does not run and restarts what was changed; a start ends when the unit is well, or throws. */
export async function startSteps(
  units: readonly string[],
  changed: ReadonlySet<string>,
  { ask, systemctl }: ServerCommands,
  scope: readonly string[],
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const unit of units) {
    const { code } = await ask('systemctl', [...scope, 'is-active', '--quiet', unit])
    if (code === 0 && !changed.has(unit)) continue
    const does = code === 0 ? 'restart' : 'start'
    steps.push({
      does,
      what: unit,
      apply: async () => void (await systemctl(does, unit)),
    })
  }
  return steps
}

/** Has systemd start units at boot; those that are told already are no step. */
export async function enableSteps(
  units: readonly string[],
  { ask, systemctl }: ServerCommands,
  scope: readonly string[],
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const unit of units) {
    const { code } = await ask('systemctl', [...scope, 'is-enabled', '--quiet', unit])
    if (code === 0) continue
    const now = unit.endsWith('.timer') ? ['--now'] : []
    steps.push({
      does: 'enable',
      what: unit,
      apply: async () => void (await systemctl('enable', ...now, unit)),
    })
  }
  return steps
}
