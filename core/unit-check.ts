import { z } from 'zod'
import type { AuthProvider } from './auth.ts'
import type { Connector } from './connector.ts'
import { UnitLoadError } from './errors.ts'
import { secretKinds } from './service.ts'

const method = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', {
  message: 'must be a function',
})
const schema = z.custom<z.ZodType>((value) => value instanceof z.ZodType, {
  message: 'must be a zod schema',
})

const connector = z.looseObject({
  name: z.string(),
  displayName: z.string().min(1),
  config: schema,
  tableOptions: schema.optional(),
  check: method,
  discover: method,
  extract: method,
})

const authProvider = z.looseObject({
  name: z.string(),
  displayName: z.string().min(1),
  config: schema,
  isAvailable: method,
  router: method,
  loginButtons: method,
  secrets: z.record(z.string(), z.enum(secretKinds)).optional(),
  enrolment: method.optional(),
  accountPart: method.optional(),
  start: method.optional(),
})

/** The default export of `connectors/<id>/index.ts` as a Connector, or an error that says what is wrong. */
export function checkConnector(value: unknown, id: string, path: string): Connector {
  return checkUnit<Connector>(connector, value, id, path)
}

/** The default export of `auth/<id>/index.ts` as an AuthProvider, or an error that says what is wrong. */
export function checkAuthProvider(value: unknown, id: string, path: string): AuthProvider {
  return checkUnit<AuthProvider>(authProvider, value, id, path)
}

function checkUnit<T extends { readonly name: string }>(
  shape: z.ZodType,
  value: unknown,
  id: string,
  path: string,
): T {
  const parsed = shape.safeParse(value)
  if (!parsed.success) throw new UnitLoadError(path, z.prettifyError(parsed.error))
  // The shape was just checked; the types of the methods' arguments only the compiler can.
  const unit = value as T
  if (unit.name !== id) throw new UnitLoadError(path, `its name must be ${id}, as its directory`)
  return unit
}
