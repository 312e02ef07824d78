import type { Command } from '#core/command.ts'
import { defaultExport } from '#core/discover.ts'
import { UnitLoadError } from '#core/errors.ts'
import { unitFiles } from './unit-files.ts'

/** A verb and the file that implements it; `load` imports it. */
export interface FoundCommand {
  readonly verb: string
  readonly file: string
  load(): Promise<Command>
}

/** Finds the verbs of `stack`: those of the stack itself, of services and of ways to sign in. */
export async function findCommands(root: string): Promise<ReadonlyMap<string, FoundCommand>> {
  const files = await unitFiles(root, 'stack')
  return new Map(files.map(({ name, file }) => [name, describe(file, name)]))
}

function describe(file: string, verb: string): FoundCommand {
  return {
    verb,
    file,
    async load() {
      const command = (await defaultExport(file)) as Partial<Command> | null
      if (!command?.actions) throw new UnitLoadError(file, 'has no command as default export')
      return command as Command
    },
  }
}
