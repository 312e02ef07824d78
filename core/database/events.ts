import { setTimeout as sleep } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import pg from 'pg'
import type { Logger } from '../log.ts'
import { CONNECT_MS, type ConnectionTarget, type Database } from './connect.ts'

/** Called for each notification, and with undefined after a reconnect: then anything may have happened. */
export type EventHandler = (payload: string | undefined) => void

/** Notifications between processes by PostgreSQL's LISTEN and NOTIFY (sql-notify.html). */
export interface Events {
  /** Tells everyone; inside a transaction, when it commits. The payload has at most 7,999 bytes. */
  notify<Tables>(channel: string, payload?: string, executor?: Kysely<Tables>): Promise<void>
  /** Resolves when the channel is listened to, with what ends it. */
  listen(channel: string, handler: EventHandler): Promise<() => Promise<void>>
  close(): Promise<void>
}

const MAX_PAYLOAD = 7999

/** Nothing may be said on it for days: what stands between forgets such a connection within minutes, and tells nobody. */
const KEEP_ALIVE_MS = 60_000

/** Opens one connection for all channels of this process; it is made again when it breaks. */
export async function openEvents(
  db: Database,
  target: ConnectionTarget,
  log: Logger,
): Promise<Events> {
  const handlers = new Map<string, Set<EventHandler>>()
  const listening = new Map<string, Promise<void>>()
  const closing = new AbortController()
  let client = await connect()

  async function connect(): Promise<pg.Client> {
    const config = typeof target === 'string' ? { connectionString: target } : target
    const fresh = new pg.Client({
      ...config,
      ...{ application_name: 'events', connectionTimeoutMillis: CONNECT_MS },
      ...{ keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS },
    })
    fresh.on('notification', ({ channel, payload }) => ring(channel, payload ?? ''))
    fresh.on('error', (error) => {
      if (closing.signal.aborted) return
      log.warn({ reason: error.message }, 'the connection for events broke')
    })
    let established = false
    fresh.on('end', () => {
      if (established && !closing.signal.aborted) void reconnect()
    })
    await fresh.connect()
    try {
      for (const channel of handlers.keys()) await listenOn(fresh, channel)
    } catch (error) {
      // Who asked for the connection tries again: it must not come twice.
      await fresh.end()
      throw error
    }
    established = true
    return fresh
  }

  async function reconnect(): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      try {
        client = await connect()
        // Closed meanwhile: who closed it could not end what was not there yet.
        if (closing.signal.aborted) return await client.end()
        for (const channel of handlers.keys()) ring(channel, undefined)
        return
      } catch (error) {
        log.warn({ err: error, attempt }, 'events cannot reconnect yet')
        await sleep(Math.min(5000, 100 * 2 ** attempt))
      }
    }
  }

  function ring(channel: string, payload: string | undefined): void {
    for (const handler of handlers.get(channel) ?? []) {
      try {
        handler(payload)
      } catch (error) {
        log.error({ err: error, channel }, 'a handler of events failed')
      }
    }
  }

  return {
    async notify(channel, payload = '', executor) {
      if (Buffer.byteLength(payload) > MAX_PAYLOAD) {
        throw new RangeError(`an event of ${Buffer.byteLength(payload)} bytes is too large`)
      }
      const within = executor ?? db.of<object>('core')
      await sql`select pg_notify(${channel}, ${payload})`.execute(within)
    },
    async listen(channel, handler) {
      const known = handlers.get(channel) ?? new Set()
      if (!handlers.has(channel)) {
        handlers.set(channel, known)
        listening.set(channel, listenOn(client, channel))
      }
      known.add(handler)
      try {
        // Also the second one, which may come while the first still waits for the database.
        await listening.get(channel)
      } catch (error) {
        // The next one tries anew; who is told of the failure hears nothing.
        known.delete(handler)
        if (handlers.get(channel) === known) handlers.delete(channel)
        throw error
      }
      return async () => {
        known.delete(handler)
      }
    },
    async close() {
      closing.abort()
      await client.end()
    },
  }
}

async function listenOn(client: pg.Client, channel: string): Promise<void> {
  await client.query(`listen ${client.escapeIdentifier(channel)}`)
}
