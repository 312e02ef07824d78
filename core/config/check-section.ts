import { z } from 'zod'
import { suggest, type Problem } from './problems.ts'

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
        problems.push({ path: [...at, key], message: `unknown key. ${suggest(key, known)}` })
    } else problems.push({ path: at, message: describe(issue) })
  }
  return undefined
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
    return `is missing; expected ${issue.expected}`
  const first = issue.code === 'invalid_union' ? issue.errors.flat()[0] : undefined
  const message = first ? `${issue.message}: ${first.message}` : issue.message
  return message.replaceAll('Invalid input: ', '').replaceAll(', received ', ', got ')
}

/** The keys of the object that a path of a schema leads to, as far as its schema tells. */
function keysOf(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let current: unknown = unwrap(schema)
  for (const step of path) {
    if (current instanceof z.ZodObject) current = current.shape[String(step)] as unknown
    else if (current instanceof z.ZodRecord) current = current.valueType
    else if (current instanceof z.ZodArray) current = current.element
    else return []
    current = unwrap(current)
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : []
}

/** The schema within: of `preprocess` what comes out, of `transform` what goes in. */
function unwrap(schema: unknown): unknown {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault
  ) {
    return unwrap(schema.unwrap())
  }
  if (!(schema instanceof z.ZodPipe)) return schema
  return unwrap(schema.in instanceof z.ZodTransform ? schema.out : schema.in)
}
