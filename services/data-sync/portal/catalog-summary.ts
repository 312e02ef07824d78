import type { CatalogTable } from './catalog-table.ts'

/** The catalog in a few numbers, of the tables that a person may see. */
export interface CatalogSummary {
  /** Published tables. */
  readonly tables: number
  readonly rows: number
  readonly bytes: number
  /** When a table changed last. */
  readonly changedAt: Date | undefined
  readonly failing: number
  readonly running: number
}

/** Adds the tables up. */
export function summarize(tables: readonly CatalogTable[]): CatalogSummary {
  const versions = tables.flatMap(({ version }) => version ?? [])
  const total = (of: (version: (typeof versions)[number]) => number) =>
    versions.reduce((sum, version) => sum + of(version), 0)
  const newest = Math.max(...versions.map(({ created_at }) => created_at.getTime()))
  return {
    tables: versions.length,
    rows: total(({ rows }) => rows),
    bytes: total(({ bytes }) => bytes),
    changedAt: versions.length > 0 ? new Date(newest) : undefined,
    failing: tables.filter(({ lastRun }) => lastRun?.status === 'failed').length,
    running: tables.filter(({ openRun }) => openRun !== undefined).length,
  }
}
