import type { Database } from '#core/database/connect.ts'
import type { Cursor } from '#core/notifications/inbox.ts'
import type { Logger } from '#core/log.ts'
import type { Connection } from '../connections/connection.ts'

/** A device is what its token says; clients of tokens without one are one device. */
function deviceOf({ token }: Connection): string {
  return token?.sid ?? ''
}

/** Where devices said last that everything arrived, by place; undefined where nobody asks or knows. */
export async function lastAcknowledged(
  db: Database,
  asking: readonly (Connection | undefined)[],
): Promise<readonly (Cursor | undefined)[]> {
  if (asking.every((one) => one === undefined)) return []
  const { rows } = await db.pool.query<Cursor & { username: string; device: string }>(
    `select username, device, epoch, seq from ws_gateway.acknowledgement
     where (username, device) in (select * from unnest($1::text[], $2::text[]))`,
    [
      asking.map((one) => one?.username ?? ''),
      asking.map((one) => (one === undefined ? '' : deviceOf(one))),
    ],
  )
  const known = new Map(
    rows.map(({ username, device, epoch, seq }) => [`${device} ${username}`, { epoch, seq }]),
  )
  return asking.map((one) => one && known.get(`${deviceOf(one)} ${one.username}`))
}

/** Writes what many devices acknowledge, once in a while: only the highest number of each counts. */
export interface Acknowledgements {
  note(connection: Connection, at: Cursor): void
  /** Who was let in, for broadcasts. */
  seen(username: string): void
  close(): Promise<void>
}

const EVERY_MS = 1000

export function startAcknowledgements(db: Database, log: Logger): Acknowledgements {
  const noted = new Map<string, { username: string; device: string; at: Cursor }>()
  const known = new Set<string>()
  let seen = new Set<string>()
  let writing = Promise.resolve()

  async function write(): Promise<void> {
    const acknowledged = [...noted.values()]
    const usernames = [...seen]
    noted.clear()
    seen = new Set()
    try {
      if (usernames.length > 0) {
        await db.pool.query(
          `insert into ws_gateway.client (username) select * from unnest($1::text[])
           on conflict (username) do update set last_seen_at = now()`,
          [usernames],
        )
      }
      if (acknowledged.length > 0) {
        await db.pool.query(
          `insert into ws_gateway.acknowledgement (username, device, epoch, seq)
           select * from unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[])
           on conflict (username, device) do update
             set epoch = excluded.epoch, seq = excluded.seq, acknowledged_at = now()
             where ws_gateway.acknowledgement.epoch <> excluded.epoch
               or ws_gateway.acknowledgement.seq < excluded.seq`,
          [
            acknowledged.map(({ username }) => username),
            acknowledged.map(({ device }) => device),
            acknowledged.map(({ at }) => at.epoch),
            acknowledged.map(({ at }) => at.seq),
          ],
        )
      }
    } catch (error) {
      log.warn({ err: error }, 'acknowledgements are not written yet')
      for (const one of usernames) seen.add(one)
      for (const one of acknowledged) {
        const key = `${one.device} ${one.username}`
        if (!noted.has(key)) noted.set(key, one)
      }
    }
  }

  const timer = setInterval(() => {
    if (noted.size > 0 || seen.size > 0) writing = writing.then(write)
  }, EVERY_MS)

  return {
    note(connection, at) {
      const device = deviceOf(connection)
      const key = `${device} ${connection.username}`
      const before = noted.get(key)
      if (before && before.at.epoch === at.epoch && before.at.seq >= at.seq) return
      noted.set(key, { username: connection.username, device, at })
    },
    seen(username) {
      if (known.has(username)) return
      known.add(username)
      seen.add(username)
    },
    async close() {
      clearInterval(timer)
      writing = writing.then(write)
      await writing
    },
  }
}
