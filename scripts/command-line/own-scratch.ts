import { scratchDatabase, type ScratchDatabase } from '#core/backup/scratch-database.ts'
import type { Logger } from '#core/log.ts'
import { withPassword } from '#core/run/database-server.ts'
import type { Installation } from '#core/run/installation.ts'

/** A scratch database beside that of the installation, or of a PostgreSQL of its own where it may make none. */
export function ownScratch(
  { env, secrets }: Pick<Installation, 'env' | 'secrets'>,
  log: Logger,
): Promise<ScratchDatabase> {
  const { DATABASE_URL: address } = env
  return scratchDatabase(address === undefined ? undefined : withPassword(address, secrets), log)
}
