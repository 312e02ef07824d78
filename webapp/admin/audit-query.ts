import { z } from 'zod'
import type { AuditSearch } from '#core/identity/audit.ts'

const text = z
  .string()
  .trim()
  .max(200)
  .transform((value) => (value === '' ? undefined : value))
const day = z
  .union([
    z.iso.date().transform((value) => new Date(`${value}T00:00:00Z`)),
    z.literal('').transform(() => undefined),
  ])
  .catch(undefined)

const schema = z.object({
  actor: text.catch(undefined),
  action: text.catch(undefined),
  subject: text.catch(undefined),
  from: day,
  until: day,
  before: z.coerce.number().int().positive().optional().catch(undefined),
})

export type AuditQuery = z.output<typeof schema>

/** What is asked of the log; what cannot be understood is not asked. */
export function readAuditQuery(query: URLSearchParams): AuditQuery {
  return schema.parse(Object.fromEntries(query))
}

/** The same for the database: `until` is that whole day. */
export function auditSearch({ until, ...query }: AuditQuery, limit: number): AuditSearch {
  return { ...query, ...(until && { until: new Date(until.getTime() + 86_400_000) }), limit }
}

/** The same as the query of an address. */
export function auditQueryText({ from, until, ...query }: AuditQuery): string {
  const parts = {
    ...query,
    from: from?.toISOString().slice(0, 10),
    until: until?.toISOString().slice(0, 10),
  }
  const given = Object.entries(parts).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}
