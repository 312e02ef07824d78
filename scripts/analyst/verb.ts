import type { Io } from './io.ts'

/** One option of a verb, as data: parsed by util.parseArgs and shown by --help. */
export interface VerbOption {
  readonly type: 'string' | 'boolean'
  readonly description: string
  /** What stands for the value in the help. */
  readonly value?: string
  readonly default?: string
}

export type VerbOptions = Readonly<Record<string, VerbOption>>

/** The parsed options: a flag is true or false, text without a default may be undefined. */
export type VerbValues<Options extends VerbOptions> = {
  readonly [Name in keyof Options]: Options[Name] extends { readonly type: 'boolean' }
    ? boolean
    : Options[Name] extends { readonly default: string }
      ? string
      : string | undefined
}

interface VerbDefinition<Options extends VerbOptions> {
  readonly name: string
  readonly summary: string
  /** The arguments after the verb, as the help shows them; none are taken when it is absent. */
  readonly positionals?: string
  /** More for the help: examples, how values are written. */
  readonly details?: string
  readonly options: Options
  /** Resolves to the exit code, 0 when it says nothing. */
  run(values: VerbValues<Options>, io: Io, positionals: readonly string[]): Promise<number | void>
}

/** What the command line knows of a verb. */
export interface Verb extends Omit<VerbDefinition<VerbOptions>, 'run'> {
  run(values: unknown, io: Io, positionals: readonly string[]): Promise<number | void>
}

/** Declares a verb: `scripts/analyst/verbs/<name>.ts` default-exports what this returns. */
export function defineVerb<const Options extends VerbOptions>(verb: VerbDefinition<Options>): Verb {
  return {
    ...verb,
    run: (values, io, positionals) => verb.run(values as VerbValues<Options>, io, positionals),
  }
}

/** The option that every verb on a folder has. */
export const dirOption = {
  type: 'string',
  value: 'DIR',
  description: 'The analyst folder; default: the nearest one above, else the current folder',
} as const
