import { randomUUID } from 'node:crypto'
import type { Logger } from '../log.ts'
import type { Database } from './connect.ts'

/** The right to do something alone; kept alive by a heartbeat until it is released. */
export interface Lease {
  /** Aborted when the lease is lost: whoever holds it must stop at once. */
  readonly signal: AbortSignal
  release(): Promise<void>
}

/** Rights that one holder has at a time, over all processes; a dead holder's ends by itself. */
export interface Leases {
  /** The lease, or undefined while another holder has it. */
  acquire(name: string, ttlMs?: number): Promise<Lease | undefined>
  /** Ends all, for who knows that every holder is dead: nobody has to wait until theirs run out. */
  endAll(): Promise<void>
}

/** Opens the leases in `core.lease`. Times are the database's, so clocks of machines do not matter. */
export function openLeases(db: Database, log: Logger): Leases {
  return {
    async acquire(name, ttlMs = 12_000) {
      const holder = randomUUID()
      const taken = await db.pool.query(
        `insert into core.lease (name, holder, expires_at)
         values ($1, $2, now() + $3 * interval '1 millisecond')
         on conflict (name) do update
           set holder = excluded.holder, expires_at = excluded.expires_at
           where core.lease.expires_at < now()`,
        [name, holder, ttlMs],
      )
      return taken.rowCount === 1 ? hold(db, name, holder, ttlMs, log) : undefined
    },
    async endAll() {
      await db.pool.query('delete from core.lease')
    },
  }
}

function hold(db: Database, name: string, holder: string, ttlMs: number, log: Logger): Lease {
  const lost = new AbortController()
  let confirmed = Date.now()
  const beat = async () => {
    try {
      const began = Date.now()
      const { rowCount } = await db.pool.query(
        `update core.lease set expires_at = now() + $3 * interval '1 millisecond'
         where name = $1 and holder = $2 and expires_at > now()`,
        [name, holder, ttlMs],
      )
      if (rowCount === 1) confirmed = began
      else lose('another holder has it')
    } catch (error) {
      log.warn({ err: error, lease: name }, 'a lease could not be renewed')
    }
  }
  const timer = setInterval(() => {
    // A database that does not answer at all lets no beat fail: the clock decides.
    if (Date.now() - confirmed >= ttlMs) lose('it could not be renewed in time')
    else void beat()
  }, ttlMs / 3)
  const lose = (reason: string) => {
    clearInterval(timer)
    lost.abort(new Error(`the lease ${name} is lost: ${reason}`))
  }
  return {
    signal: lost.signal,
    async release() {
      clearInterval(timer)
      await db.pool.query('delete from core.lease where name = $1 and holder = $2', [name, holder])
    },
  }
}
