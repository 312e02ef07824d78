import { validate } from 'node-cron'
import { z } from 'zod'

const cron = z.string().refine((text) => text.trim().split(/\s+/).length === 5 && validate(text), {
  message: "must be five cron fields in UTC, such as '0 5 * * *'",
})

const email = z.email('must be an e-mail address').transform((text) => text.toLowerCase())

const domain = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain such as example.com, without @')
  .transform((text) => text.toLowerCase())

const grant = z
  .string()
  .regex(/^(\*|[a-z][a-z0-9_]*\/(\*|[a-z][a-z0-9_]*))$/, 'must be *, dataset/* or dataset/table')

/** Sections by name. One whose lines are all commented out is null to YAML and empty to people. */
const sections = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {})

export const instanceSection = z.strictObject(
  {
    name: z.string().min(1, 'must not be empty'),
    subtitle: z.string().optional(),
    copyright: z.string().optional(),
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
  allowed_domains: z.array(domain).default([]),
  allowed_emails: z.array(email).default([]),
  disabled: z.array(z.string()).default([]),
})

export const serviceSection = z.strictObject({ enabled: z.boolean() })

/** `BIGINT` is short for `{ type: BIGINT }`. */
const column = z.preprocess(
  (value) => (typeof value === 'string' ? { type: value } : value),
  z.strictObject({ type: z.string().min(1).optional(), description: z.string().optional() }),
)

/** The keys of a table that are ours; all others are options of the connector. */
export const tableSection = z.object({
  origin: z.string().min(1).optional(),
  description: z.string().optional(),
  primaryKey: z.array(z.string().min(1)).optional(),
  columns: z.record(z.string(), column).optional(),
  schedule: cron.optional(),
  maxRejected: z.number().min(0).max(1).default(0.01),
  allowEmpty: z.boolean().default(false),
})

/** The keys of a source that are ours; all others are the configuration of the connector. */
export const sourceSection = z.object({
  connector: z.string().min(1),
  title: z.string().optional(),
  description: z.string().optional(),
  schedule: cron.optional(),
  tables: sections,
})

export const groupSection = z.strictObject({
  description: z.string().optional(),
  members: z.array(email).default([]),
  tables: z.array(grant).default([]),
})

/** The top of instance.yaml; the sections are parsed one by one. */
export const documentSection = z.strictObject({
  instance: z.unknown().optional(),
  auth: sections,
  services: sections,
  sources: sections,
  groups: sections,
})
