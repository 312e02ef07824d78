import {
  connectDatabase,
  type ConnectionTarget,
  type ConnectOptions,
  type Database,
} from './connect.ts'
import { openEvents, type Events } from './events.ts'
import { openLeases, type Leases } from './leases.ts'

/** The database and what is built on it. */
export interface Storage {
  readonly db: Database
  readonly events: Events
  readonly leases: Leases
  close(): Promise<void>
}

/** Opens everything over one target; nothing stays open when a part fails. */
export async function openStorage(
  target: ConnectionTarget,
  options: Pick<ConnectOptions, 'applicationName' | 'log' | 'waitMs'>,
): Promise<Storage> {
  const { log } = options
  const db = await connectDatabase({ ...options, target, max: 20 })
  try {
    const events = await openEvents(db, target, log)
    return {
      db,
      events,
      leases: openLeases(db, log),
      async close() {
        await events.close()
        await db.close()
      },
    }
  } catch (error) {
    await db.close()
    throw error
  }
}
