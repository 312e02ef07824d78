import { listBackups } from '#core/backup/backup-folder.ts'
import { well, type Finding } from '#core/doctor-check.ts'

const OLD_MS = 2 * 86_400_000

/** How old the newest backup of a folder is: two days are too old, none at all is worth knowing. */
export async function newestBackup(folder: string, now: Date): Promise<Finding> {
  const [newest] = await listBackups(folder)
  if (!newest) {
    const remedy = 'stack backup makes one; docs/operations.md has a timer for every night.'
    return { status: 'warn', detail: `there is none in ${folder}`, remedy }
  }
  const hours = Math.floor((now.getTime() - newest.madeAt.getTime()) / 3_600_000)
  const detail = `the newest is ${hours} hours old (${newest.path})`
  if (now.getTime() - newest.madeAt.getTime() <= OLD_MS) return well(detail)
  const remedy = 'stack backup, and see why its timer did not: docs/operations.md'
  return { status: 'fail', detail, remedy }
}
