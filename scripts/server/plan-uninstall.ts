import { rm } from 'node:fs/promises'
import { recordFile, type ServerHere } from './installed.ts'
import { giveBack } from './keep-aside.ts'
import { leftBeside } from './left-beside.ts'
import type { ServerCommands } from './server-commands.ts'
import type { Step } from './step.ts'
import { disableUnit, stopUnit } from './stop-unit.ts'

/** What takes an installation away; once more after it broke off it does what is left. The record goes last. */
export function planUninstall(
  { layout, installed }: ServerHere,
  commands: ServerCommands,
): readonly Step[] {
  const { target, timers, units, files } = installed
  const record = recordFile(layout)
  // Quadlets are started by their files.
  const enabled = [...timers, ...(target === 'systemd' ? units : [])]
  return [
    ...[...timers, ...units.toReversed()].map((unit): Step => ({
      does: 'stop',
      what: unit,
      apply: () => stopUnit(commands, unit),
    })),
    ...enabled.map((unit): Step => ({
      does: 'remove',
      what: `the start of ${unit} at boot`,
      apply: () => disableUnit(commands, unit),
    })),
    ...leftBeside(files, commands),
    ...files.map(giveBack),
    {
      does: 'change',
      what: 'the units that systemd knows',
      apply: async () => void (await commands.systemctl('daemon-reload')),
    },
    { does: 'remove', what: record, apply: () => rm(record, { force: true }) },
  ]
}
