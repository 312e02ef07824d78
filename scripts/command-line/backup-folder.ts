import { join, resolve } from 'node:path'
import type { Installation } from '#core/run/installation.ts'

/** Where backups lie unless another folder is named: BACKUP_DIR, or in DATA_DIR. */
export function backupFolder({ rawEnv, paths }: Installation): string {
  const named = rawEnv['BACKUP_DIR']
  return named ? resolve(paths.root, named) : join(paths.dataDir, 'backups')
}
