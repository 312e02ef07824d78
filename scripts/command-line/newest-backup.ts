import { listBackups } from '#core/backup/backup-folder.ts'
import { AppError } from '#core/errors.ts'

const OLD_MS = 2 * 86_400_000

/** Says how old the newest backup of a folder is; one that is too old is an error with what to do. */
export async function newestBackup(folder: string, now: Date): Promise<string> {
  const [newest] = await listBackups(folder)
  if (!newest) return `none in ${folder}: stack backup makes one`
  const hours = Math.floor((now.getTime() - newest.madeAt.getTime()) / 3_600_000)
  const age = `the newest is ${hours} hours old (${newest.path})`
  if (now.getTime() - newest.madeAt.getTime() <= OLD_MS) return age
  throw new AppError(500, 'backup_old', age, {
    remedy: 'stack backup, and see why its timer did not: docs/operations.md',
  })
}
