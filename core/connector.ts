import type { z } from 'zod'
import type { TableConfig } from './config/instance.ts'
import type { Logger } from './log.ts'

/** How the text of a CSV-like file is to be read. Always explicit: nothing is sniffed. */
export interface Dialect {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  /** A WHATWG encoding label, such as `utf-8` or `windows-1250`. */
  readonly encoding: string
}

/** A column as the source describes it; `type` is a DuckDB type when the source knows one. */
export interface SourceColumn {
  readonly name: string
  readonly type?: string
  readonly sourceType?: string
  readonly description?: string
}

/** A table that a source offers. */
export interface SourceTable {
  /** The table's name, which becomes the analysts' view: `^[a-z][a-z0-9_]*$`. */
  readonly name: string
  /** How the source itself calls it: a path, an address, an id. */
  readonly origin: string
  readonly title?: string
  readonly description?: string
  readonly columns?: readonly SourceColumn[]
  readonly primaryKey?: readonly string[]
  /** Equal markers promise equal content, so that an unchanged table is not read again. */
  readonly changeMarker?: string
  /** What the operator set for this table; the connector parses it strictly. */
  readonly options?: Readonly<Record<string, unknown>>
}

export type SliceFormat = 'csv' | 'jsonl' | 'json' | 'parquet'

/** One part of a table as a file on disk. Connectors never parse rows: the engine does. */
export interface Slice {
  readonly path: string
  readonly format: SliceFormat
  /** For text: of `json` and `jsonl` only the encoding counts. */
  readonly dialect?: Dialect
  /** True when the first line names the columns; otherwise the names, in the file's order. */
  readonly header?: true | readonly string[]
  readonly compression?: 'gzip'
  readonly bytes: number
  /** Where a later incremental run continues. */
  readonly cursor?: string
}

/** Which part of a table is wanted; a full extract names only the mode, and so far the engine asks for no other. */
export interface ExtractRequest {
  readonly mode: 'full' | 'incremental'
  readonly since?: string
  readonly until?: string
  readonly columns?: readonly string[]
  readonly filters?: readonly {
    readonly column: string
    readonly operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
    readonly values: readonly string[]
  }[]
}

export interface ConnectorContext<Config = unknown> {
  readonly config: Config
  /** The tables that the operator names; empty means all that the source offers. */
  readonly tables: Readonly<Record<string, TableConfig>>
  /** The folder of the instance.yaml, to which relative paths belong. */
  readonly configDir: string
  /** A folder for downloads; removed after the run. */
  readonly staging: string
  readonly log: Logger
  readonly signal: AbortSignal
  /** Reports progress in bytes; `total` when it is known. */
  progress(done: number, total?: number): void
}

/**
 * One kind of data source: `connectors/<id>/index.ts` default-exports it. Failures of the source are
 * thrown as UpstreamError with a remedy; anything else counts as a defect of the connector.
 */
export interface Connector<Config = unknown> {
  readonly name: string
  readonly displayName: string
  readonly config: z.ZodType<Config>
  /** The keys of a table in instance.yaml that are the connector's own. */
  readonly tableOptions?: z.ZodType
  /** A configuration that passes `config`, for the docs and the conformance suite. */
  readonly example: unknown
  /** Resolves when the source can be reached and read. */
  check(context: ConnectorContext<Config>): Promise<void>
  discover(context: ConnectorContext<Config>): Promise<readonly SourceTable[]>
  extract(
    table: SourceTable,
    request: ExtractRequest,
    context: ConnectorContext<Config>,
  ): AsyncIterable<Slice>
}
