import { readEnv, type RawEnv } from '../env.ts'
import { messageOf } from '../errors.ts'
import type { GivenValues, Problem } from './problems.ts'

/** A document with its variables filled in. */
export interface Interpolated {
  readonly document: Readonly<Record<string, unknown>>
  readonly given: GivenValues
}

type Path = readonly PropertyKey[]

// The escape, a whole reference, and whatever else begins like one.
const reference = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-((?:(?!\$\{)[^}])*))?\}|\$\{/g

/**
 * Replaces `${NAME}` and `${NAME:-default}` in every text of a parsed document; `$${` stays `${`. Because
 * it works on values, not on the file's text, a variable can never change the structure.
 */
export function interpolate(
  document: Readonly<Record<string, unknown>>,
  env: RawEnv,
  problems: Problem[],
): Interpolated {
  const given = new Map<string, string>()

  const fill = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return fillText(value, path)
    if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index]))
    if (typeof value !== 'object' || value === null) return value
    return fillMap(value, path)
  }

  const fillMap = (map: object, path: Path): Record<string, unknown> =>
    Object.fromEntries(Object.entries(map).map(([key, item]) => [key, fill(item, [...path, key])]))

  const fillText = (text: string, path: Path): string =>
    text.replace(reference, (whole, name?: string, fallback?: string) => {
      if (whole === '$${') return '${'
      if (name === undefined) {
        const message =
          'has a ${ that begins no variable: write ${NAME} or ${NAME:-default}, or $${ for the text ${'
        problems.push({ path, message })
        return whole
      }
      const value = lookUp(name, env)
      if ('problem' in value) problems.push({ path, message: value.problem })
      else if (value.text !== undefined) given.set(value.text, name)
      else if (fallback === undefined) problems.push({ path, message: notSet(name) })
      return ('text' in value ? value.text : undefined) ?? fallback ?? whole
    })

  return { document: fillMap(document, []), given }
}

type LookUp = { readonly text: string | undefined } | { readonly problem: string }

function lookUp(name: string, env: RawEnv): LookUp {
  try {
    const declared = { [name]: { kind: 'text', description: 'named in instance.yaml' } } as const
    return { text: readEnv(declared, env)[name] }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

function notSet(name: string): string {
  return `the variable ${name} is not set; set ${name} or ${name}_FILE, or write \${${name}:-default}`
}
