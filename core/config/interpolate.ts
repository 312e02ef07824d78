import { readEnv, type RawEnv } from '../env.ts'
import { messageOf } from '../errors.ts'

/** A place in instance.yaml and what is wrong there. */
export interface Problem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

const reference = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g

/**
 * Replaces `${NAME}` and `${NAME:-default}` in every text of a parsed document; `$${` stays `${`. Because
 * it works on values, not on the file's text, a variable can never change the structure.
 */
export function interpolate(
  value: unknown,
  env: RawEnv,
  problems: Problem[],
  path: readonly PropertyKey[] = [],
): unknown {
  if (typeof value === 'string') return interpolateText(value, env, problems, path)
  if (Array.isArray(value)) {
    return value.map((item, index) => interpolate(item, env, problems, [...path, index]))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      interpolate(item, env, problems, [...path, key]),
    ]),
  )
}

function interpolateText(
  text: string,
  env: RawEnv,
  problems: Problem[],
  path: readonly PropertyKey[],
): string {
  return text.replace(
    reference,
    (whole, name: string | undefined, fallback: string | undefined) => {
      if (name === undefined) return '${'
      const value = lookUp(name, env, problems, path) ?? fallback
      if (value !== undefined) return value
      problems.push({
        path,
        message: `the variable ${name} is not set; set ${name} or ${name}_FILE, or write \${${name}:-default}`,
      })
      return whole
    },
  )
}

function lookUp(
  name: string,
  env: RawEnv,
  problems: Problem[],
  path: readonly PropertyKey[],
): string | undefined {
  try {
    return readEnv({ [name]: { kind: 'text', description: 'named in instance.yaml' } }, env)[name]
  } catch (error) {
    problems.push({ path, message: messageOf(error) })
    return ''
  }
}
