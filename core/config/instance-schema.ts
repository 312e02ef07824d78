import { z } from 'zod'
import { isSchedule } from '../next-run.ts'
import { grantPattern } from './check-names.ts'

/** What a key means, and a value to start from: the generated example is made of both. */
function of(description: string, example?: unknown) {
  return { description, ...(example !== undefined && { examples: [example] }) }
}

const cron = z.string().refine(isSchedule, {
  message: "must be five cron fields in UTC, such as '0 5 * * *'",
})

const email = z.email('must be an e-mail address').transform((text) => text.toLowerCase())

const domain = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain such as example.com, without @')
  .transform((text) => text.toLowerCase())

const grant = z.string().regex(grantPattern.pattern, grantPattern.rule)

/** Sections by name. One whose lines are all commented out is null to YAML and empty to people. */
const sections = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {})

/** A list; one whose lines are all commented out is empty too. */
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? [])

export const instanceSection = z.strictObject(
  {
    name: z.string().min(1, 'must not be empty').meta(of('What the portal is called', 'Acme Data')),
    subtitle: z.string().optional().meta(of('A line below the name', 'Numbers we agree on')),
    copyright: z.string().optional().meta(of('The foot of every page', '© Acme')),
  },
  {
    error: ({ input }) =>
      input === undefined || input === null
        ? 'is missing; say who you are: instance: { name: … }'
        : undefined,
  },
)

/** The keys of `auth` that are ours; all others are ids of providers. */
export const authSection = z.object({
  allowed_domains: list(domain).meta(
    of('Whose addresses may enter without an invitation; exact', ['acme.com']),
  ),
  allowed_emails: list(email).meta(
    of('Single addresses that may enter as well', ['partner@example.com']),
  ),
  disabled: list(z.string()).meta(
    of('Ways to sign in that are switched off, by their directory in auth/', ['password']),
  ),
})

export const serviceSection = z.strictObject({
  enabled: z.boolean().meta(of('False: it is not started', false)),
})

/** `BIGINT` is short for `{ type: BIGINT }`. */
const column = z.preprocess(
  (value) => (typeof value === 'string' ? { type: value } : value),
  z.strictObject({ type: z.string().min(1).optional(), description: z.string().optional() }),
)

/** The keys of a table that are ours; all others are options of the connector. */
export const tableSection = z.object({
  origin: z.string().min(1).optional().meta(of('How the source calls it', 'orders.csv')),
  description: z.string().optional().meta(of('For analysts and their AI', 'One row an order')),
  primaryKey: z
    .array(z.string().min(1))
    .optional()
    .meta(of('What tells rows apart', ['id'])),
  columns: z
    .record(z.string(), column)
    .optional()
    .meta(of('Types (as DuckDB calls them) and descriptions', { amount: 'DECIMAL(12,2)' })),
  schedule: cron.optional().meta(of('When it is pulled, if not with its source', '0 6 * * *')),
  maxRejected: z
    .number()
    .min(0)
    .max(1)
    .default(0.01)
    .meta(of('The share of rows that may not fit their types before the run fails')),
  allowEmpty: z.boolean().default(false).meta(of('Whether no rows at all are a success')),
})

/** The keys of a source that are ours; all others are the configuration of the connector. */
export const sourceSection = z.object({
  connector: z.string().min(1).meta(of('Its directory in connectors/', 'files')),
  title: z.string().optional().meta(of('For the catalog', 'Web shop')),
  description: z.string().optional().meta(of('For the catalog', 'Orders and customers')),
  schedule: cron.optional().meta(of('When it is pulled: five cron fields, UTC', '0 5 * * *')),
  tables: sections.meta(of('Its tables by name; empty: all that it offers', {})),
})

export const groupSection = z.strictObject({
  description: z.string().optional().meta(of('For administrators', 'Finance')),
  members: list(email).meta(of('Addresses; everyone is in everyone', ['ann@acme.com'])),
  tables: list(grant).meta(of('What they see: *, dataset/* or dataset/table', ['shop/*'])),
})

/** The top of instance.yaml; the sections are parsed one by one. */
export const documentSection = z.strictObject({
  instance: z.unknown().optional(),
  auth: sections,
  services: sections,
  sources: sections,
  groups: sections,
})
