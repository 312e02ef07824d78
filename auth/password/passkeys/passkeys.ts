import type { Database } from '#core/database/connect.ts'

/** A passkey as its owner sees it. */
export interface PasskeyRecord {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** A passkey as it is verified. */
export interface Passkey {
  readonly id: string
  readonly personId: string
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: string[]
}

/** People's passkeys: only public keys, with which nobody can sign in. */
export interface Passkeys {
  list(personId: string): Promise<readonly PasskeyRecord[]>
  find(id: string): Promise<Passkey | undefined>
  /** False when somebody has it already. */
  add(passkey: Passkey & { readonly name: string }): Promise<boolean>
  /**
   * Remembers that it was used; false when the counter says that it was used since by somebody else,
   * as a copy would (Web Authentication Level 3, section 6.1.1). One that does not count stays at 0.
   */
  markUsed(id: string, counter: number): Promise<boolean>
  /** The name of the one that was removed, if the person had it. */
  remove(personId: string, id: string): Promise<string | undefined>
}

export function openPasskeys(db: Database): Passkeys {
  return {
    async list(personId) {
      const { rows } = await db.pool.query<PasskeyRecord>(
        `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
         from auth_password.passkey where person_id = $1 order by created_at`,
        [personId],
      )
      return rows
    },
    async find(id) {
      const { rows } = await db.pool.query<Passkey>(
        `select id, person_id as "personId", public_key as "publicKey", counter, transports
         from auth_password.passkey where id = $1`,
        [id],
      )
      return rows[0]
    },
    async add({ id, personId, name, publicKey, counter, transports }) {
      const { rowCount } = await db.pool.query(
        `insert into auth_password.passkey (id, person_id, name, public_key, counter, transports)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [id, personId, name, publicKey, counter, transports],
      )
      return rowCount === 1
    },
    async markUsed(id, counter) {
      const { rowCount } = await db.pool.query(
        `update auth_password.passkey set counter = $2, last_used_at = now()
         where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))`,
        [id, counter],
      )
      return rowCount === 1
    },
    async remove(personId, id) {
      const { rows } = await db.pool.query<{ name: string }>(
        'delete from auth_password.passkey where person_id = $1 and id = $2 returning name',
        [personId, id],
      )
      return rows[0]?.name
    },
  }
}
