import type { Generated } from 'kysely'

/** The columns of the catalogue (`migrations/001-catalogue.sql`) that distribution reads. */
export interface CatalogueTables {
  readonly generation: { id: number; created_at: Generated<Date> }
  readonly version: {
    id: Generated<number>
    table_id: string
    dataset: string
    name: string
    description: string | null
    rows: number
    bytes: number
    rejected: number
    schema_sha256: string
    schema_size: number
    profile_sha256: string | null
    profile_size: number | null
    manifest_sha256: string
    manifest_size: number
    created_at: Generated<Date>
    from_gen: number
    to_gen: number | null
    ended_at: Date | null
  }
  readonly version_object: {
    version_id: number
    sha256: string
    size: number
    role: 'schema' | 'profile' | 'manifest' | 'data' | 'rejects'
  }
}
