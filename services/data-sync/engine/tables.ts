import type { ColumnType, Generated } from 'kysely'
import type { TableSchema } from '#core/sync/table-schema.ts'
import type { RejectGroup } from '../worker/job.ts'

type Json<T> = ColumnType<T, string | undefined, string>
type Created = ColumnType<Date, never, never>
type Timestamp = ColumnType<Date | null, Date | null | undefined, Date | null>

export type RunStatus =
  'queued' | 'running' | 'published' | 'unchanged' | 'discovered' | 'failed' | 'interrupted'
export type RunTrigger = 'start' | 'schedule' | 'portal' | 'command'
export type ObjectRole = 'schema' | 'profile' | 'manifest' | 'data' | 'rejects'

/** The service's tables, as its migrations make them. */
export interface DataSyncTables {
  generation: { id: number; created_at: Created }
  version: {
    id: Generated<number>
    table_id: string
    dataset: string
    name: string
    description: string | null
    rows: number
    bytes: number
    rejected: number
    rejects: Json<RejectGroup[]>
    warnings: Json<string[]>
    schema_sha256: string
    schema_size: number
    profile_sha256: string | null
    profile_size: number | null
    manifest_sha256: string
    manifest_size: number
    rejects_sha256: string | null
    created_at: Created
    from_gen: number
    to_gen: number | null
    ended_at: Timestamp
  }
  version_object: { version_id: number; sha256: string; size: number; role: ObjectRole }
  source_table: {
    id: string
    dataset: string
    name: string
    origin: string
    title: string | null
    description: string | null
    change_marker: string | null
    pinned_schema: ColumnType<TableSchema | null, string | null | undefined, string | null>
    last_seen_at: ColumnType<Date, Date | undefined, Date>
    last_checked_at: Timestamp
    gone_at: Timestamp
  }
  run: {
    id: Generated<number>
    source: string
    table_id: string | null
    trigger: RunTrigger
    requested_by: string | null
    status: ColumnType<RunStatus, RunStatus | undefined, RunStatus>
    requested_at: Created
    started_at: Timestamp
    finished_at: Timestamp
    progress_done: number | null
    progress_total: number | null
    rows: number | null
    rejected: number | null
    bytes_published: number | null
    generation: number | null
    error_code: string | null
    error: string | null
    remedy: string | null
    details: Json<string[]>
  }
}
