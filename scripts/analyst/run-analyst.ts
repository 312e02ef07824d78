import { parseArgs } from 'node:util'
import { AppError, BadRequest, messageOf } from '#core/errors.ts'
import { verbNames } from './build.ts'
import { programHelp, verbHelp } from './help.ts'
import { note, type Io } from './io.ts'
import { nearestName } from '#core/nearest-name.ts'
import type { Verb } from './verb.ts'

/**
 * Runs one command line and resolves to its exit code: 0 done, 1 failed, 2 used wrongly,
 * 130 interrupted. Errors go to stderr as `error:` and `remedy:`; it never rejects.
 */
export async function runAnalyst(argv: readonly string[], io: Io): Promise<number> {
  try {
    const [name, ...rest] = asTyped(argv)
    if (name === undefined || asksForHelp(name)) {
      io.stdout.write(programHelp(await allVerbs()))
      return name === undefined ? 2 : 0
    }
    const verb = await loadVerb(name)
    const { values, positionals } = parse(verb, rest)
    if (values['help'] === true) {
      io.stdout.write(verbHelp(verb))
      return 0
    }
    return (await verb.run(values, io, positionals)) ?? 0
  } catch (error) {
    return reportError(error, io)
  }
}

const asksForHelp = (word: string) => ['help', '--help', '-h'].includes(word)

/** `help sync` and `sync help` are `sync --help`. */
function asTyped(argv: readonly string[]): readonly string[] {
  const [first = '', ...rest] = argv
  if (asksForHelp(first) && rest.length > 0) return [...rest, '--help']
  return rest.length === 1 && rest[0] === 'help' ? [first, '--help'] : argv
}

async function allVerbs(): Promise<readonly Verb[]> {
  return Promise.all((await verbNames()).map(importVerb))
}

async function loadVerb(name: string): Promise<Verb> {
  const names = await verbNames()
  if (names.includes(name)) return importVerb(name)
  const nearest = nearestName(name, names)
  throw new BadRequest('unknown_command', `there is no command “${name}”`, {
    remedy: nearest ? `Did you mean \`analyst ${nearest}\`?` : 'See `analyst --help`.',
  })
}

/** esbuild turns this import into a table of all files that match, so that the bundle holds them. */
async function importVerb(name: string): Promise<Verb> {
  const loaded: { readonly default: Verb } = await import(`./verbs/${name}.ts`)
  return loaded.default
}

function parse(verb: Verb, args: readonly string[]) {
  const flags = Object.entries(verb.options).filter(([, { type }]) => type === 'boolean')
  const absent = Object.fromEntries(flags.map(([name]) => [name, false]))
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...verb.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: verb.positionals !== undefined,
    })
    return { values: { ...absent, ...values }, positionals }
  } catch (cause) {
    const remedy = `See \`analyst ${verb.name} --help\`.`
    throw new BadRequest('bad_arguments', messageOf(cause), { remedy, cause })
  }
}

function reportError(error: unknown, io: Io): number {
  if (io.signal.aborted) {
    note(io, 'interrupted: what was fetched is kept, the next run continues there')
    return 130
  }
  note(io, `error: ${messageOf(error)}`)
  if (error instanceof AppError && error.remedy !== undefined) note(io, `remedy: ${error.remedy}`)
  return error instanceof BadRequest ? 2 : 1
}
