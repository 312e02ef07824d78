import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import type { PageContext } from '#core/portal/page-context.ts'

/** The page of the memory to which a form returns. */
export const backPath = z
  .string()
  .regex(/^\/corporate-memory(?:$|[/?])/)
  .catch('/corporate-memory')

/** What a form says; BadRequest tells the person in words what is wrong with it. */
export async function formOf<T>(ctx: PageContext, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(Object.fromEntries(await readForm(ctx)))
  if (parsed.success) return parsed.data
  const problems = new Set(parsed.error.issues.map(({ message }) => message))
  throw new BadRequest('invalid_form', `This cannot be taken: ${[...problems].join('; ')}`)
}
