import { z } from 'zod'
import { nearestName } from '../nearest-name.ts'
import type { Problem } from './interpolate.ts'

/**
 * Parses one section by its schema. What is wrong is added to `problems`, each with its path and with
 * the nearest known name for an unknown key; then the result is undefined.
 */
export function checkSection<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: readonly PropertyKey[],
  problems: Problem[],
  alsoKnown: readonly string[] = [],
): T | undefined {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    const at = [...path, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      const known = [...keysOf(schema, issue.path), ...alsoKnown]
      for (const key of issue.keys)
        problems.push({ path: [...at, key], message: unknownKey(key, known) })
    } else problems.push({ path: at, message: describe(issue) })
  }
  return undefined
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message
  const first = issue.errors.flat()[0]
  return first ? `${issue.message}: ${first.message}` : issue.message
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known)
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`
  return `unknown key.${hint} Known: ${known.toSorted().join(', ') || 'none'}`
}

/** The keys of the object that a path of a schema leads to, as far as its schema tells. */
function keysOf(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let current: unknown = schema
  for (const step of path) {
    if (current instanceof z.ZodObject) current = current.shape[String(step)] as unknown
    else if (current instanceof z.ZodRecord) current = current.valueType
    else return []
    current = unwrap(current)
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : []
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return unwrap(schema.unwrap())
  return schema instanceof z.ZodPipe ? unwrap(schema.out) : schema
}
