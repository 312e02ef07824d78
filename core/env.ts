import { readFileSync } from 'node:fs'
import { ConfigError, messageOf } from './errors.ts'

/**
 * What a variable's text must be; `list` is separated by commas, `secret` is text that is never shown, `integer` is
 * never negative, and `memory` is an amount with its unit, such as `256MB`, which stays text.
 */
export type EnvKind = 'text' | 'secret' | 'integer' | 'port' | 'boolean' | 'url' | 'list' | 'memory'

/**
 * One environment variable, as data: the same declaration is parsed, typed, written into
 * .env.example and documented. A variable may also arrive as NAME_FILE (a path to its value), the
 * form that container secrets and systemd credentials use.
 */
export interface EnvVariable {
  readonly kind: EnvKind
  readonly description: string
  readonly default?: string
  readonly required?: boolean
  readonly example?: string
  /** The smallest `integer`, where it is not 0. */
  readonly minimum?: number
}

export type EnvDeclarations = Readonly<Record<string, EnvVariable>>

type KindValue<K extends EnvKind> = K extends 'integer' | 'port'
  ? number
  : K extends 'boolean'
    ? boolean
    : K extends 'list'
      ? readonly string[]
      : K extends 'url'
        ? URL
        : string

type Present<V extends EnvVariable> = V extends { required: true } | { default: string }
  ? true
  : false

/** The parsed values: a variable without default that is not required may be undefined. */
export type EnvValues<D extends EnvDeclarations> = {
  readonly [K in keyof D]: Present<D[K]> extends true
    ? KindValue<D[K]['kind']>
    : KindValue<D[K]['kind']> | undefined
}

/** The environment as a process gets it: texts by name. */
export type RawEnv = Readonly<Record<string, string | undefined>>

/** Reads and parses the declared variables; throws one ConfigError that names every bad one. */
export function readEnv<const D extends EnvDeclarations>(declared: D, raw: RawEnv): EnvValues<D> {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, variable] of Object.entries(declared)) {
    try {
      const text = textOf(name, raw) ?? variable.default
      if (text !== undefined) values[name] = parse(variable, text)
      else if (variable.required) throw new Error(`is missing: ${variable.description}`)
    } catch (error) {
      problems.push(`${name} ${messageOf(error)} (set ${name} or ${name}_FILE)`)
    }
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return values as EnvValues<D>
}

/**
 * Ends the name of the variable by which those who run us say what NAME is where the operator gives none: systemd would
 * take an empty NAME of the operator's for a value, in the place of theirs.
 */
export const UNLESS_GIVEN = '_UNLESS_GIVEN'

/** Whether a variable is given, as itself or as NAME_FILE; an empty value counts as absent. */
export function isSet(name: string, raw: RawEnv): boolean {
  return Boolean(raw[name]) || Boolean(raw[`${name}_FILE`])
}

function textOf(name: string, raw: RawEnv): string | undefined {
  const file = raw[`${name}_FILE`]
  if (file && raw[name]) throw new Error(`is given twice, as itself and as ${name}_FILE`)
  if (!file) return raw[name] || raw[`${name}${UNLESS_GIVEN}`] || undefined
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined
  } catch (cause) {
    throw new Error(`cannot be read from its file: ${messageOf(cause)}`, { cause })
  }
}

function parse({ kind, minimum }: EnvVariable, text: string): unknown {
  switch (kind) {
    case 'integer':
    case 'port':
      return parseNumber(kind, text, minimum)
    case 'memory':
      // An amount without a unit, or of none, is what nobody can mean.
      if (/^(?=.*[1-9])\d{1,6}([.]\d{1,3})? ?[MGT]i?B$/i.test(text)) return text
      throw new Error('must be an amount of memory such as 256MB or 1.5GiB')
    case 'boolean':
      return parseBoolean(text)
    case 'url':
      if (!URL.canParse(text)) throw new Error(`must be a URL such as https://data.example.com`)
      return new URL(text)
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    default:
      return text
  }
}

function parseNumber(kind: 'integer' | 'port', text: string, minimum = 0): number {
  const value = Number(text)
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new Error('must be a whole number')
  if (kind === 'port' && (value < 0 || value > 65535)) throw new Error('must be a port, 0 to 65535')
  if (value < minimum) throw new Error(`must be ${minimum} at least`)
  return value
}

function parseBoolean(text: string): boolean {
  if (['true', '1', 'yes', 'on'].includes(text.toLowerCase())) return true
  if (['false', '0', 'no', 'off'].includes(text.toLowerCase())) return false
  throw new Error('must be true or false')
}
