import { z } from 'zod'

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** What one pass over a column found; values are text where JSON has no exact form for them. */
export const columnProfile = z.object({
  name: z.string(),
  type: z.string(),
  nulls: z.number(),
  /** Approximate (HyperLogLog), within a few per cent. */
  distinct: z.number(),
  min: scalar.nullable(),
  max: scalar.nullable(),
  mean: z.number().nullable(),
  /** Approximate 25 %, 50 % and 75 % quantiles of numbers and times. */
  quantiles: z.array(scalar).nullable(),
  /** The most frequent values of text and boolean columns, most frequent first. */
  top: z.array(z.object({ value: scalar, count: z.number() })),
  /** Equal-width bins of numbers and times; `from` inclusive. */
  histogram: z.array(z.object({ from: scalar, to: scalar, count: z.number() })),
})

/** The profile of a table version, stored as an object named by its hash. */
export const tableProfile = z.object({
  v: z.literal(1),
  table: z.string(),
  rows: z.number(),
  columns: z.array(columnProfile),
})

export type ColumnProfile = z.infer<typeof columnProfile>
export type TableProfile = z.infer<typeof tableProfile>
