import type { Database } from '../database/connect.ts'

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

/** Writes an entry; a failure to write fails what was to be recorded. */
export async function audit(db: Database, entry: AuditEntry): Promise<void> {
  await db.pool.query(
    'insert into core.audit (actor, action, subject, detail, address) values ($1, $2, $3, $4, $5)',
    [
      entry.actor,
      entry.action,
      entry.subject,
      JSON.stringify(entry.detail ?? {}),
      entry.address ?? null,
    ],
  )
}

/** The entries that were written last, the newest first. */
export async function listAudit(
  db: Database,
  { limit }: { readonly limit: number },
): Promise<readonly AuditRecord[]> {
  const { rows } = await db.pool.query<AuditRecord>(
    `select id, at, actor, action, subject, detail, address from core.audit
     order by id desc limit $1`,
    [limit],
  )
  return rows
}
