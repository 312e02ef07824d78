import type { ServerCommands } from './server-commands.ts'
import { startUnit } from './start-unit.ts'
import type { Step } from './step.ts'

/**
 * How a setup is run anew and nothing else: all others require it, and systemd would stop every one of them
 * with it (systemd.unit(5), Requires=).
 */
export const SETUP_ANEW = ['restart', '--job-mode=ignore-dependencies']

/** Starts what does not run and restarts what was changed; a start ends when the unit is well, or throws. */
export async function startSteps(
  units: readonly string[],
  changed: ReadonlySet<string>,
  commands: Pick<ServerCommands, 'ask' | 'scope'>,
  anew: readonly string[] = ['restart'],
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const unit of units) {
    const { code } = await commands.ask('systemctl', [
      ...commands.scope,
      'is-active',
      '--quiet',
      unit,
    ])
    if (code === 0 && !changed.has(unit)) continue
    const how = code === 0 ? anew : ['start']
    steps.push({
      does: code === 0 ? 'restart' : 'start',
      what: unit,
      apply: () => startUnit(commands, unit, how),
    })
  }
  return steps
}

/** Has systemd start units at boot; those that are told already are no step. */
export async function enableSteps(
  units: readonly string[],
  { ask, systemctl, scope }: Pick<ServerCommands, 'ask' | 'systemctl' | 'scope'>,
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
