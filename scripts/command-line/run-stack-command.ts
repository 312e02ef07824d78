import { parseArgs } from 'node:util'
import { UsageError, type Command, type CommandAction, type CommandOptions } from '#core/command.ts'
import { AppError, messageOf } from '#core/errors.ts'
import { nearestName } from '#core/nearest-name.ts'
import { carriedPaths } from './carried-paths.ts'
import { openCommandContext } from './command-context.ts'
import { runOnServer, serverHere } from '../server/on-server.ts'
import { fileError } from './file-error.ts'
import { runElsewhere } from './run-elsewhere.ts'
import { SAID_ITSELF } from '../server/run-attached.ts'
import { findCommands, type FoundCommand } from './find-commands.ts'
import { actionHelp, commandHelp, stackHelp } from './help.ts'

/** The parts of `process` that a command line uses. */
export type CommandProcess = Pick<
  NodeJS.Process,
  'env' | 'stdin' | 'stdout' | 'stderr' | 'on' | 'off' | 'version'
>

/** Exit codes: 0 done, 1 failed or only partly done, 2 not understood; a server’s own where one was named. */
export type ExitCode = number

/**
 * Runs `stack <arguments>` and says how it ended; never throws. With `--format json` a failure is a document too,
 * where the command printed none of its own.
 */
export async function runStackCommand(
  root: string,
  args: readonly string[],
  host: CommandProcess,
): Promise<ExitCode> {
  let answered = false
  const out = (line: string) => {
    answered = true
    host.stdout.write(`${line}\n`)
  }
  const note = (line: string) => void host.stderr.write(`${line}\n`)
  try {
    const elsewhere = await runElsewhere(root, args, host, note)
    if (elsewhere !== undefined) return elsewhere
    const commands = await findCommands(root)
    const [verb, ...rest] = asTyped(args)
    if (verb === undefined || isHelp(verb)) {
      out(await stackHelp([...commands.values()]))
      return verb === undefined ? 2 : 0
    }
    const found = commands.get(verb)
    if (!found)
      throw new UsageError(
        unknown('command', verb, [...commands.keys()], 'npm run -s stack -- help'),
      )
    return await runVerb(root, found, rest, host, { out, note })
  } catch (thrown) {
    const error = reasonOf(thrown, note)
    const { code, remedy } = told(error)
    answered ||= code === SAID_ITSELF
    if (!answered && asksForJson(args)) {
      out(JSON.stringify({ error: messageOf(error), code, remedy }, null, 2))
    }
    note(`error: ${messageOf(error)}`)
    if (remedy !== undefined) note(`remedy: ${remedy}`)
    if (code === undefined && !(error instanceof UsageError)) {
      note(error instanceof Error ? (error.stack ?? '') : '')
    }
    return error instanceof UsageError ? 2 : 1
  }
}

/** What went wrong first; what went wrong in giving back what was opened is told beside it. */
function reasonOf(thrown: unknown, note: (line: string) => void): unknown {
  if (!(thrown instanceof SuppressedError)) return thrown
  note(`afterwards: ${messageOf(thrown.error)}`)
  return reasonOf(thrown.suppressed, note)
}

/** Code and remedy of an error that is no defect of ours. */
function told(error: unknown): { readonly code?: string; readonly remedy?: string | undefined } {
  return error instanceof AppError ? error : (fileError(error) ?? {})
}

async function runVerb(
  root: string,
  { verb, load }: FoundCommand,
  args: readonly string[],
  host: CommandProcess,
  { out, note }: { out(line: string): void; note(line: string): void },
): Promise<ExitCode> {
  const command = await load()
  const { name, action, rest } = chooseAction(verb, command, args)
  const helps = asksForHelp(rest, action?.options)
  if (!action || helps) {
    out(action ? actionHelp(verb, name, action) : commandHelp(verb, command))
    return helps ? 0 : 2
  }
  const input = parse(verb, name, action, rest)
  await using context = openCommandContext(root, host, { out, note }, action.longRunning ?? false)
  const opened = await context.open()
  const server = command.onState && (await serverHere(opened))
  if (!server) await action.run(input, opened)
  else {
    const words = carriedPaths(rest, action.paths ? input.positionals : [])
    const typed = [verb, ...(name === '' ? [] : [name]), ...words.args]
    const { folders } = words
    await runOnServer(server, typed, opened, { folders, code: ['connectors', 'services'] })
  }
  return 0
}

function chooseAction(
  verb: string,
  { actions }: Command,
  args: readonly string[],
): { name: string; action?: CommandAction; rest: readonly string[] } {
  const [first, ...rest] = args
  const named =
    first !== undefined && first !== '' && Object.hasOwn(actions, first)
      ? actions[first]
      : undefined
  if (first !== undefined && named) return { name: first, action: named, rest }
  if (actions['']) return { name: '', action: actions[''], rest: args }
  if (first === undefined || isHelp(first)) return { name: '', rest: args }
  throw new UsageError(
    unknown('action', first, Object.keys(actions), `npm run -s stack -- ${verb}`),
  )
}

function parse(verb: string, name: string, action: CommandAction, args: readonly string[]) {
  const { min, max } = action.positionals ?? { min: 0, max: 0 }
  const usage = `usage: stack ${[verb, name].filter(Boolean).join(' ')} ${action.usage}`
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: action.options ?? {},
      allowPositionals: true,
      strict: true,
    })
    if (positionals.length < min || positionals.length > max) {
      throw new Error(
        positionals.length < min ? 'something is missing' : `too much: ${positionals.join(' ')}`,
      )
    }
    const empty = Object.entries(values).find(([, value]) => [value].flat().includes(''))
    if (empty) throw new Error(`--${empty[0]} is empty; was a variable of the shell not set?`)
    if (positionals.includes('')) {
      throw new Error('an argument is empty; was a variable of the shell not set?')
    }
    const { format } = values
    if (format !== undefined && format !== 'text' && format !== 'json') {
      throw new Error(`--format ${String(format)}: text or json`)
    }
    return { values, positionals }
  } catch (cause) {
    throw new UsageError(`${messageOf(cause)}\n${usage}`, { cause })
  }
}

function asksForJson(args: readonly string[]): boolean {
  return args.some(
    (word, at) => word === '--format=json' || (word === 'json' && args[at - 1] === '--format'),
  )
}

/** `help user add` is `user add --help`. */
function asTyped(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args
  return isHelp(first) && rest.length > 0 ? [...rest, '--help'] : args
}

/** What follows an option, as in `--name help`, or stands behind `--`, is a value. */
function asksForHelp(args: readonly string[], options: CommandOptions = {}): boolean {
  const end = args.indexOf('--')
  const before = end < 0 ? args : args.slice(0, end)
  if (before.some((word) => word !== 'help' && isHelp(word))) return true
  const { positionals } = parseArgs({
    ...{ args: [...before], options, allowPositionals: true, strict: false },
  })
  return positionals.includes('help')
}

function isHelp(argument: string): boolean {
  return argument === 'help' || argument === '--help' || argument === '-h'
}

function unknown(kind: string, name: string, known: readonly string[], help: string): string {
  const nearest = nearestName(name, known)
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  return `there is no ${kind} ${name}${hint}\nSee: ${help}`
}
