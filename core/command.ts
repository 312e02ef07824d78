import type { ParseArgsConfig } from 'node:util'
import type { Storage } from './database/open.ts'
import type { Logger } from './log.ts'
import type { Installation } from './run/installation.ts'

export type CommandOptions = NonNullable<ParseArgsConfig['options']>

/**
 * Taken by every action that ends. --dry-run: what would be done is said, and nothing is; for one that only looks it is
 * the same. --format json: the answer is one document.
 */
export const commonOptions = {
  'dry-run': { type: 'boolean' },
  format: { type: 'string', default: 'text' },
} as const satisfies CommandOptions

/** What was typed, parsed by the action's options. */
export interface CommandInput {
  readonly positionals: readonly string[]
  readonly values: Readonly<
    Record<string, string | boolean | readonly (string | boolean)[] | undefined>
  >
}

/** What an administrator's command works with. */
export interface CommandContext {
  readonly root: string
  readonly installation: Installation
  /** The database; started when the stack is down, and left as it was found. Opened once. */
  storage(): Promise<Storage>
  /** A line for scripts and pipes: the result itself. */
  out(line: string): void
  /** A line for people: progress and explanations. */
  note(line: string): void
  readonly log: Logger
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** One thing a command does: `stack <verb> <action>`, or `stack <verb>` where it is the only one. */
export interface CommandAction {
  readonly summary: string
  /** What follows the verb, such as `--user EMAIL [--name TEXT]`. */
  readonly usage: string
  readonly options?: CommandOptions
  /** How many positional arguments it takes. */
  readonly positionals?: { readonly min: number; readonly max: number }
  /** Its positional arguments are files or folders of the machine where it is typed. */
  readonly paths?: true
  /** Runs until it is stopped: then its log is told in full where nobody watches a terminal. */
  readonly longRunning?: boolean
  /** Resolves when all is done; a partial result throws. */
  run(input: CommandInput, context: CommandContext): Promise<void>
}

/**
 * A verb of `stack`: `scripts/stack/<verb>.ts` or, where it belongs to a service or a way to sign in,
 * `services/<id>/stack/<verb>.ts` or `auth/<id>/stack/<verb>.ts` default-exports it. The file's name is the verb.
 */
export interface Command {
  readonly summary: string
  /** Its actions are about people, data or jobs: on a server that `stack install` made they run with the state of that. */
  readonly onState?: true
  /** Actions by name; the one named '' is run when no action is named. */
  readonly actions: Readonly<Record<string, CommandAction>>
}

/** The value of a text option, or a usage error that names it. */
export function requiredOption(input: CommandInput, name: string): string {
  const value = input.values[name]
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} is missing`)
  return value
}

/** The value of a text option, if it is given. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.values[name]
  return typeof value === 'string' ? value : undefined
}

/** Whether nothing is to be changed. */
export function isDryRun({ values }: CommandInput): boolean {
  return values['dry-run'] === true
}

/** Whether the answer is to be one JSON document. */
export function isJson({ values }: CommandInput): boolean {
  return values['format'] === 'json'
}

/** What was typed cannot be understood: the usage is shown, and the exit code is 2. */
export class UsageError extends Error {}
