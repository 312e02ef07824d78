import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { ServerCommands } from './server-commands.ts'
import type { Step } from './step.ts'
import { stopUnit } from './stop-unit.ts'
import { unitOfFile } from './units-of.ts'

/**
 * Takes away the new versions that an upgrade which was killed left beside the old ones, by the `files` of the
 * installation. Only for the holder of the server's lock: another upgrade's are at work.
 */
export function leftBeside(
  files: readonly string[],
  commands: Pick<ServerCommands, 'ask' | 'scope'>,
): readonly Step[] {
  return files
    .filter((file) => /\.(container|service)$/.test(file))
    .map((file) => file.replace(/\.(container|service)$/, '-next.$1'))
    .filter((file) => !files.includes(file) && existsSync(file))
    .flatMap((file): readonly Step[] => {
      const unit = unitOfFile(file)
      return [
        { does: 'stop', what: unit, apply: () => stopUnit(commands, unit) },
        { does: 'remove', what: file, apply: () => rm(file, { force: true }) },
      ]
    })
}
