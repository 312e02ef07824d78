import type { Database } from '#core/database/connect.ts'
import { onTransaction } from '#core/database/on-transaction.ts'
import { Conflict, NotFound } from '#core/errors.ts'
import type { PublicKey } from './public-key.ts'

/** A key that a person has added. */
export interface StoredKey extends PublicKey {
  readonly id: string
  readonly createdAt: Date
}

/** How many keys one person may have. */
export const MAX_KEYS = 10

const columns = 'id, type, blob, fingerprint, comment, created_at as "createdAt"'

/** The keys of a person, the newest first. */
export async function keysOf(db: Database, personId: string): Promise<readonly StoredKey[]> {
  const { rows } = await db.pool.query<StoredKey>(
    `select ${columns} from ssh_keys.key where person_id = $1 order by created_at desc, id`,
    [personId],
  )
  return rows
}

/** Adds a key; Conflict when somebody has it already, or the person has as many as one may. */
export async function addKey(db: Database, personId: string, key: PublicKey): Promise<void> {
  await onTransaction(db, async (client) => {
    // Two forms at once must not pass the limit together.
    await client.query('select from core.person where id = $1 for update', [personId])
    const { rowCount } = await client.query('select from ssh_keys.key where person_id = $1', [
      personId,
    ])
    if ((rowCount ?? 0) >= MAX_KEYS) {
      throw new Conflict('too_many_keys', `You have ${MAX_KEYS} keys, and nobody has more.`, {
        remedy: 'Remove one that you do not use.',
      })
    }
    const added = await client.query(
      `insert into ssh_keys.key (person_id, type, blob, fingerprint, comment)
       values ($1, $2, $3, $4, $5) on conflict (fingerprint) do nothing`,
      [personId, key.type, key.blob, key.fingerprint, key.comment],
    )
    if (added.rowCount === 0) {
      throw new Conflict('key_taken', 'This key is here already, yours or somebody else’s.', {
        remedy: 'Make a pair for each person and machine: ssh-keygen -t ed25519',
      })
    }
  })
}

/** Removes a key of this person and returns it; NotFound when it is not theirs. */
export async function removeKey(db: Database, personId: string, id: string): Promise<StoredKey> {
  const { rows } = await db.pool.query<StoredKey>(
    `delete from ssh_keys.key where person_id = $1 and id::text = $2 returning ${columns}`,
    [personId, id],
  )
  const [key] = rows
  if (!key) throw new NotFound('no_such_key', 'There is no such key of yours.')
  return key
}
