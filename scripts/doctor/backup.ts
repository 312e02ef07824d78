import type { CheckContext, Finding } from '#core/doctor-check.ts'
import { newestBackup } from '../command-line/newest-backup.ts'

/** Whether there is a backup, and how old it is. */
export default async function backup({ backups }: CheckContext): Promise<Finding> {
  return newestBackup(backups, new Date())
}
