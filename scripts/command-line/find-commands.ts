import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from '#core/command.ts'
import { UnitLoadError } from '#core/errors.ts'

/** A verb and the file that implements it; `load` imports it. */
export interface FoundCommand {
  readonly verb: string
  readonly file: string
  load(): Promise<Command>
}

/** What may bring verbs along. */
const kinds = ['services', 'auth'] as const

/** Finds the verbs of `stack`: those of the stack itself, of services and of ways to sign in. */
export async function findCommands(root: string): Promise<ReadonlyMap<string, FoundCommand>> {
  const folders = [join(root, 'scripts/stack')]
  for (const kind of kinds.map((name) => join(root, name)).filter((path) => existsSync(path))) {
    for (const id of await readdir(kind)) folders.push(join(kind, id, 'stack'))
  }
  const found = new Map<string, FoundCommand>()
  for (const folder of folders.filter((path) => existsSync(path))) {
    for (const name of (await readdir(folder)).sort()) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
      const command = describe(join(folder, name), name.slice(0, -'.ts'.length))
      const other = found.get(command.verb)
      if (other) throw new UnitLoadError(command.file, `${other.file} has the same verb`)
      found.set(command.verb, command)
    }
  }
  return found
}

function describe(file: string, verb: string): FoundCommand {
  return {
    verb,
    file,
    async load() {
      const module = (await import(pathToFileURL(file).href)) as { default?: Command }
      if (!module.default?.actions)
        throw new UnitLoadError(file, 'has no command as default export')
      return module.default
    },
  }
}
