import { AppError } from '#core/errors.ts'
import type { Installed } from './installed.ts'
import type { ServerCommands } from './server-commands.ts'

/** How systemd says that a unit is (systemctl(1)). */
export interface UnitState {
  readonly unit: string
  /** `active`, `failed`, `activating`, … */
  readonly active: string
  /** `running`, `exited`, `waiting`, … */
  readonly sub: string
  /** When it came into this state, as systemd writes it; empty when it never ran. */
  readonly since: string
  readonly restarts: string
  /** Whether this is how it should be. */
  readonly well: boolean
}

const PROPERTIES = 'Id,ActiveState,SubState,StateChangeTimestamp,NRestarts'

/** The state of every unit of an installation, timers included. */
export async function unitStates(
  { units, timers, rootless }: Installed,
  { ask, scope }: Pick<ServerCommands, 'ask' | 'scope'>,
): Promise<readonly UnitState[]> {
  const names = [...units, ...timers]
  const show = ['show', `--property=${PROPERTIES}`, '--', ...names]
  const { code, out, err } = await ask('systemctl', [...scope, ...show])
  if (code !== 0) {
    throw new AppError(500, 'systemd_unreachable', `systemctl show failed: ${err.trim()}`, {
      remedy: rootless ? 'loginctl enable-linger, and sign in anew' : 'Is this a systemd machine?',
    })
  }
  return out.trim().split(/\n\n+/).map(stateOf)
}

function stateOf(block: string): UnitState {
  const values = new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf('=')
      return [line.slice(0, at), line.slice(at + 1)]
    }),
  )
  const value = (name: string) => values.get(name) ?? ''
  const active = value('ActiveState')
  return {
    unit: value('Id'),
    active,
    sub: value('SubState'),
    since: value('StateChangeTimestamp'),
    restarts: value('NRestarts'),
    well: active === 'active',
  }
}
