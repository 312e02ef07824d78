import type { BigIntStats } from 'node:fs'
import type { Database } from '#core/database/connect.ts'
import type { Source } from './source.ts'

/** The reason that stands where a copy was: the source is taken again only when it changes. */
export const TIME_OVER = 'its time is over'

/** What was seen of a source when it was copied last, and how far. */
export interface FileState extends Source {
  readonly dev: string
  readonly ino: string
  readonly size: number
  readonly mtime: string
  readonly ctime: string
  readonly done: number
  readonly version: number
  /** Why it is not copied. */
  readonly refused: string | null
  /** Whether the figures of its session hold what was copied. */
  readonly analysed: boolean
}

export function stateKey({ username, origin, path }: Source): string {
  return `${username}/${origin}/${path}`
}

/** Whether a source is as it was: nothing needs to be read of it. */
export function isUnchanged(state: FileState, stats: BigIntStats): boolean {
  return (
    state.size === Number(stats.size) &&
    state.mtime === String(stats.mtimeNs) &&
    state.ctime === String(stats.ctimeNs) &&
    state.ino === String(stats.ino) &&
    state.dev === String(stats.dev)
  )
}

export function stateOf(
  source: Source,
  stats: BigIntStats,
  copied: { readonly done: number; readonly version: number },
): FileState {
  return {
    ...source,
    ...copied,
    dev: String(stats.dev),
    ino: String(stats.ino),
    size: Number(stats.size),
    mtime: String(stats.mtimeNs),
    ctime: String(stats.ctimeNs),
    refused: null,
    analysed: false,
  }
}

/** Everything that is known, or what is known of one person, by key. */
export async function loadStates(db: Database, username?: string): Promise<Map<string, FileState>> {
  const { rows } = await db.pool.query<FileState>(
    `select username, origin, path, dev, ino, size, mtime, ctime, done, version, refused,
       analysed from session_collector.file where $1::text is null or username = $1`,
    [username],
  )
  return new Map(rows.map((row) => [stateKey(row), row]))
}

/** Writes what was copied; only after the copies are there. */
export async function saveStates(db: Database, states: readonly FileState[]): Promise<void> {
  if (states.length === 0) return
  const column = <K extends keyof FileState>(name: K) => states.map((state) => state[name])
  await db.pool.query(
    `insert into session_collector.file
       (username, origin, path, dev, ino, size, mtime, ctime, done, version, refused)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
       $7::text[], $8::text[], $9::bigint[], $10::integer[], $11::text[])
     on conflict (username, origin, path) do update set dev = excluded.dev, ino = excluded.ino,
       size = excluded.size, mtime = excluded.mtime, ctime = excluded.ctime, done = excluded.done,
       version = excluded.version, refused = excluded.refused,
       analysed = session_collector.file.analysed and session_collector.file.done = excluded.done
         and session_collector.file.version = excluded.version, changed_at = now()`,
    [
      column('username'),
      column('origin'),
      column('path'),
      column('dev'),
      column('ino'),
      column('size'),
      column('mtime'),
      column('ctime'),
      column('done'),
      column('version'),
      column('refused'),
    ],
  )
}

/**
 * Notes that figures hold what was copied; that they do not where it is more by now, also when another reckoning had
 * seen that already: its figures were overwritten.
 */
export async function markAnalysed(db: Database, states: readonly FileState[]): Promise<void> {
  await db.pool.query(
    `update session_collector.file f set analysed = not f.analysed
     from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::integer[])
       as seen (username, origin, path, done, version)
     where f.username = seen.username and f.origin = seen.origin and f.path = seen.path
       and f.analysed <> (f.done = seen.done and f.version = seen.version)`,
    [
      states.map(({ username }) => username),
      states.map(({ origin }) => origin),
      states.map(({ path }) => path),
      states.map(({ done }) => done),
      states.map(({ version }) => version),
    ],
  )
}
