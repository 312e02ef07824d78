import { z } from 'zod'
import { dataName } from '../config/check-names.ts'

/** The lower-case hexadecimal SHA-256 that names an object. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const objectReference = z.object({ sha256, size: z.number().int().nonnegative() })

/** A table's name: it becomes the analyst's view. */
export const tableName = z.string().regex(dataName.pattern)

/** One table in a root manifest; `id` is `dataset/name`, `rejected` the rows of which something did not fit. */
export const rootTable = z.object({
  id: z.string(),
  name: tableName,
  dataset: tableName,
  description: z.string().optional(),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  rejected: z.number().int().nonnegative(),
  /** When this version was published (ISO 8601). */
  updated: z.string(),
  schema: objectReference,
  profile: objectReference.nullable(),
  manifest: objectReference,
})

/**
 * A path relative to the analyst's folder: no way up, no drive, and not the control folder, by none of the names
 * that Windows and macOS take for it, which ignore case, and dots and blanks at the end.
 */
const assetPath = z
  .string()
  .regex(/^(?!\.analyst[. ]*(?:\/|$))(?!.*(?:^|\/)[. ]+(?:\/|$))[\w.-][\w./ -]*$/i)

/** A file that is placed into the analyst's folder as it is. */
export const rootAsset = z.object({
  path: assetPath,
  sha256,
  size: z.number().int().nonnegative(),
  mode: z.number().int(),
})

/** `GET /sync/v1/root`: what one person may see of one generation. */
export const rootManifest = z.object({
  v: z.literal(1),
  gen: z.number().int().nonnegative(),
  created: z.string(),
  engine: z.string(),
  tables: z.array(rootTable),
  assets: z.array(rootAsset),
})

/** A root manifest with its Ed25519 signature (base64url) over the RFC 8785 form of the rest. */
export const signedRoot = rootManifest.extend({ key: z.string(), sig: z.string() })

/** The files of one table version, in order. Stored as an object. */
export const tableManifest = z.object({
  v: z.literal(1),
  table: z.string(),
  schema: sha256,
  partitions: z.array(
    z.object({
      key: z.string(),
      files: z.array(z.object({ sha256, size: z.number().int(), rows: z.number().int() })),
    }),
  ),
})

export type RootManifest = z.infer<typeof rootManifest>
export type RootTable = z.infer<typeof rootTable>
export type SignedRoot = z.infer<typeof signedRoot>
export type TableManifest = z.infer<typeof tableManifest>
