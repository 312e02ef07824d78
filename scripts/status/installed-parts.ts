import type { CommandContext } from '#core/command.ts'
import { AppError } from '#core/errors.ts'
import type { Installed } from '../server/installed.ts'
import { serverCommands } from '../server/server-commands.ts'
import { unitStates } from '../server/unit-states.ts'
import type { RunningParts } from './running-parts.ts'

/** The units of an installed server, as its systemd knows them. */
export async function installedParts(
  installed: Installed,
  { installation, signal }: Pick<CommandContext, 'installation' | 'signal'>,
): Promise<RunningParts> {
  const { target, version, previous, rootless } = installed
  const units = await unitStates(installed, serverCommands({ rootless, signal }))
  const before = previous === undefined ? '' : `, before it ${previous}`
  const database = installation.units.services.find(({ manifest }) => manifest.role === 'database')
  const isDown = units.some(
    ({ unit, well }) =>
      unit === `${database?.manifest.unit ?? database?.manifest.id}.service` && !well,
  )
  return {
    document: { target, version, previous, units },
    heading: `Version ${version} as ${target}${before}`,
    head: ['unit', 'state', 'since', 'restarts'],
    rows: units.map(({ unit, active, sub, since, restarts }) => [
      unit,
      `${active} (${sub})`,
      since,
      restarts,
    ]),
    unasked: isDown ? 'the database does not run' : undefined,
    whyNot({ id, unit = id }) {
      const timer = units.find((one) => one.unit === `${unit}.timer`)
      if (!timer) return 'it has no timer here'
      return timer.well ? undefined : `its timer is ${timer.active}`
    },
    refuseUnwell() {
      const bad = units.filter(({ well }) => !well).map(({ unit }) => unit)
      if (bad.length === 0) return
      throw new AppError(503, 'units_unwell', `not active: ${bad.join(', ')}`, {
        remedy: `journalctl ${rootless ? '--user ' : ''}-n 50 -u ${bad[0]}`,
      })
    },
  }
}
