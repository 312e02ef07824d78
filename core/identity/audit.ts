import type { Database } from '../database/connect.ts'
import { storableText } from '../storable-text.ts'

/** Something that was done to people, rights or tokens. Never carries a secret. */
export interface AuditEntry {
  /** An e-mail address, or the name of a command. */
  readonly actor: string
  /** Such as `token.create`. */
  readonly action: string
  readonly subject: string
  readonly detail?: Readonly<Record<string, string | number | boolean>>
  readonly address?: string
}

/** An entry as it was written. */
export interface AuditRecord extends Required<Omit<AuditEntry, 'address'>> {
  readonly id: number
  readonly at: Date
  readonly address: string | null
}

/**
 * Writes an entry; a failure to write fails what was to be recorded. Texts that visitors typed are kept as far as a
 * database can keep them: nobody escapes the log by a character that it cannot take.
 */
export async function audit(db: Database, entry: AuditEntry): Promise<void> {
  const detail = Object.entries(entry.detail ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? storableText(value) : value,
  ])
  await db.pool.query(
    'insert into core.audit (actor, action, subject, detail, address) values ($1, $2, $3, $4, $5)',
    [
      storableText(entry.actor),
      entry.action,
      storableText(entry.subject),
      JSON.stringify(Object.fromEntries(detail)),
      entry.address ?? null,
    ],
  )
}

/** Which entries are wanted: parts of actor, action and subject, and a time. */
export interface AuditSearch {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  /** Only older ones than this. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Entries, the newest first. */
export async function listAudit(
  db: Database,
  search: AuditSearch,
): Promise<readonly AuditRecord[]> {
  const { actor, action, subject, from, until, before, limit } = search
  const { rows } = await db.pool.query<AuditRecord>(
    `select id, at, actor, action, subject, detail, address from core.audit
     where ($1::text is null or strpos(lower(actor), lower($1)) > 0)
       and ($2::text is null or strpos(action, lower($2)) > 0)
       and ($3::text is null or strpos(lower(subject), lower($3)) > 0)
       and ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at < $5)
       and ($6::bigint is null or id < $6)
     order by id desc limit $7`,
    [
      actor ?? null,
      action ?? null,
      subject ?? null,
      from ?? null,
      until ?? null,
      before ?? null,
      limit,
    ],
  )
  return rows
}

/** Takes entries away that are older than so many days, 30 at least; returns how many. */
export async function forgetAudit(db: Database, days: number): Promise<number> {
  const { rows } = await db.pool.query<{ gone: number }>('select core.forget_audit($1) as gone', [
    days,
  ])
  return rows[0]?.gone ?? 0
}
