import { join } from 'node:path'
import type { Database } from '#core/database/connect.ts'
import type { EnvValues } from '#core/env.ts'
import type { Paths } from '#core/paths.ts'
import type manifest from './service.ts'
import { pricesOf, type Price } from './transcript/prices.ts'

const MEGABYTE = 1024 * 1024

/** Where sessions are kept, and what models cost if not what the list says. */
export interface SessionPlace {
  readonly db: Database
  readonly storeDir: string
  readonly prices?: readonly Price[]
}

/** Where transcripts come from and are kept, of how much that may be, and what models cost, as the environment says. */
export function sessionPlace(
  db: Database,
  { homesDir, dataDir }: Pick<Paths, 'homesDir' | 'dataDir'>,
  env: EnvValues<(typeof manifest)['env']>,
) {
  return {
    db,
    homesDir,
    storeDir: join(dataDir, 'sessions'),
    quotaBytes: env.SESSIONS_QUOTA_MB * MEGABYTE,
    prices: pricesOf(env.SESSIONS_PRICES),
  }
}
