import type { Database } from '#core/database/connect.ts'
import type { Events } from '#core/database/events.ts'
import { LOCKED_EVENT, UNLINKED_EVENT } from '#core/identity/access-ends.ts'
import type { Logger } from '#core/log.ts'
import type { Connection } from '../connections/connection.ts'
import type { Registry } from '../connections/registry.ts'
import { isRevocable, REVOKED_EVENT, tokensEnded } from './standing.ts'

/** Between tries while the database is away: twice as long after each, up to the longest. */
const [RETRY_MS, LONGEST_RETRY_MS] = [500, 8000]

/** Ends connections whose access ends while they are open: at the event, or after a lost event later. */
export async function watchAccess(
  { db, events, log }: { readonly db: Database; readonly events: Events; readonly log: Logger },
  registry: Registry,
  end: (connection: Connection) => void,
): Promise<{ recheck(connections: readonly Connection[]): void; close(): Promise<void> }> {
  async function judge(connections: readonly Connection[]): Promise<void> {
    const asked = connections.filter(({ token }) => token && isRevocable(token))
    const tokens = asked.flatMap(({ token }) => token ?? [])
    if (tokens.length === 0) return
    const ended = await tokensEnded(db, tokens)
    for (const [place, connection] of asked.entries()) {
      // It may show a newer token by now.
      if (ended.has(place) && connection.token === tokens[place]) end(connection)
    }
  }
  let closed = false
  /** Until the database has answered: what was missed is not told again. */
  const recheck = (connections: readonly Connection[], retryMs = RETRY_MS): void =>
    void judge(connections).catch((error: unknown) => {
      if (retryMs === RETRY_MS) log.warn({ err: error }, 'access cannot be checked again yet')
      const open = connections.filter(({ state }) => state !== 'closed')
      const next = Math.min(2 * retryMs, LONGEST_RETRY_MS)
      if (!closed) setTimeout(() => recheck(open, next), retryMs).unref()
    })
  const endWhere = (ends: (connection: Connection) => boolean) => {
    for (const connection of [...registry]) if (ends(connection)) end(connection)
  }

  const stops = [
    await events.listen(LOCKED_EVENT, (username) => {
      if (username === undefined) recheck([...registry])
      else for (const connection of [...registry.of(username)]) end(connection)
    }),
    await events.listen(UNLINKED_EVENT, (id) => {
      if (id !== undefined) endWhere(({ token }) => token?.sid === id)
    }),
    await events.listen(REVOKED_EVENT, (jti) => {
      if (jti !== undefined) endWhere(({ token }) => token?.jti === jti)
    }),
  ]
  return {
    recheck,
    async close() {
      closed = true
      await Promise.all(stops.map((stop) => stop()))
    },
  }
}
