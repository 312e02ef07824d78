import { listBackups } from '#core/backup/backup-folder.ts'
import { well, type Finding } from '#core/doctor-check.ts'

const OLD_MS = 2 * 86_400_000
const CLOCKS_DIFFER_MS = 3_600_000

/** How old the newest backup of a folder is: two days are too old, none at all is worth knowing. */
export async function newestBackup(folder: string, now: Date): Promise<Finding> {
  const [newest] = await listBackups(folder)
  if (newest && newest.madeAt.getTime() - now.getTime() > CLOCKS_DIFFER_MS) {
    return {
      status: 'fail',
      detail: `${newest.path} is of a time that has not come yet`,
      remedy: 'Set the clock right and remove or rename it: it hides how old the others are.',
    }
  }
  if (!newest) {
    const remedy = 'stack backup makes one; docs/operations.md has a timer for every night.'
    return { status: 'warn', detail: `there is none in ${folder}`, remedy }
  }
  const hours = Math.max(0, Math.floor((now.getTime() - newest.madeAt.getTime()) / 3_600_000))
  const detail = `the newest is ${hours} hours old (${newest.path})`
  if (now.getTime() - newest.madeAt.getTime() <= OLD_MS) return well(detail)
  const remedy = 'stack backup, and see why its timer did not: docs/operations.md'
  return { status: 'fail', detail, remedy }
}
