import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'

const PATIENCE_MS = 2000

/** Tells why the database does not answer, if it does not; one question is open at a time, however often it is asked. */
export function databaseTrouble(db: Database): () => Promise<string | undefined> {
  let asking: Promise<string | undefined> | undefined
  return () => {
    asking ??= db.pool
      .query('select 1')
      .then(() => undefined, messageOf)
      .finally(() => (asking = undefined))
    const silence = sleep(PATIENCE_MS, 'the database does not answer', { ref: false })
    return Promise.race([asking, silence])
  }
}
