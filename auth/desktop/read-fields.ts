import type { z } from 'zod'
import { BadRequest } from '#core/errors.ts'

/**
 * The parameters of a request, parsed; BadRequest when one is missing, wrong or given twice, which
 * RFC 6749 section 3.1 forbids. Unknown ones are ignored, as it demands. The message quotes no value.
 */
export function readFields<T>(given: URLSearchParams, schema: z.ZodType<T>): T {
  const names = [...given.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new BadRequest('invalid_request', 'A parameter is given twice.')
  const parsed = schema.safeParse(Object.fromEntries(given))
  if (parsed.success) return parsed.data
  const wrong = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ')
  throw new BadRequest('invalid_request', `Missing or not as it should be: ${wrong}.`)
}
