import { z } from 'zod'

/** Where a column's type comes from: the operator, the source, or the values. */
export const typeOrigin = z.enum(['declared', 'source', 'inferred'])

/** One column of a published table; `type` is a DuckDB type, `sourceName` how the source calls it. */
export const columnSchema = z.object({
  name: z.string(),
  sourceName: z.string(),
  type: z.string(),
  sourceType: z.string().optional(),
  origin: typeOrigin,
  description: z.string().optional(),
})

/** The schema of a table version, stored as an object named by its hash. */
export const tableSchema = z.object({
  v: z.literal(1),
  table: z.string(),
  description: z.string().optional(),
  primaryKey: z.array(z.string()),
  columns: z.array(columnSchema),
})

export type ColumnSchema = z.infer<typeof columnSchema>
export type TableSchema = z.infer<typeof tableSchema>
