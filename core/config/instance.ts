/** How a person's e-mail address is admitted, and each provider's own section, not yet parsed. */
export interface AuthConfig {
  readonly allowedDomains: readonly string[]
  readonly allowedEmails: readonly string[]
  readonly disabled: readonly string[]
  readonly providers: Readonly<Record<string, unknown>>
}

/** What the operator says about one table of a source; everything is optional but helps. */
export interface TableConfig {
  /** How the source calls it: for `files`, the path below the folder or the https address. */
  readonly origin?: string
  readonly description?: string
  readonly primaryKey?: readonly string[]
  /** Column name to DuckDB type, or to type and description. */
  readonly columns?: Readonly<
    Record<string, { readonly type?: string; readonly description?: string }>
  >
  /** Five cron fields, UTC; overrides the source's. */
  readonly schedule?: string
  /** Share of rows, 0 to 1, that may be rejected before the run fails. */
  readonly maxRejected: number
  /** Whether a table that had rows may become empty. */
  readonly allowEmpty: boolean
  /** Passed on to the connector: dialect, format, header. */
  readonly options: Readonly<Record<string, unknown>>
}

/** One source: its id is the dataset's name. */
export interface SourceConfig {
  readonly id: string
  readonly connector: string
  readonly title?: string
  readonly description?: string
  /** Five cron fields, UTC. */
  readonly schedule?: string
  /** As it is written. It passes the connector's schema, which parses it where it is used. */
  readonly config: unknown
  readonly tables: Readonly<Record<string, TableConfig>>
}

export interface GroupConfig {
  readonly description?: string | undefined
  readonly members: readonly string[]
  /** Patterns: `*`, `dataset/*` or `dataset/table`. */
  readonly tables: readonly string[]
}

/** instance.yaml, parsed: who we are, who may enter, what is pulled, who may see it. */
export interface Instance {
  /** The file it was read from. */
  readonly path: string
  readonly name: string
  readonly subtitle?: string
  readonly copyright?: string
  readonly auth: AuthConfig
  readonly services: Readonly<Record<string, { readonly enabled: boolean }>>
  readonly sources: readonly SourceConfig[]
  readonly groups: Readonly<Record<string, GroupConfig>>
  /** Keys of the original system that were mapped or have no meaning any more, with the remedy. */
  readonly warnings: readonly string[]
}
