import { join, resolve } from 'node:path'
import { backupEnv } from '#core/backup/backup-env.ts'
import { readEnv } from '#core/env.ts'
import type { Installation } from '#core/run/installation.ts'

/** Where backups lie unless another folder is named: BACKUP_DIR, or in DATA_DIR. */
export function backupFolder({ rawEnv, paths }: Installation): string {
  const { BACKUP_DIR: named } = readEnv(backupEnv, rawEnv)
  return named === undefined ? join(paths.dataDir, 'backups') : resolve(paths.root, named)
}
