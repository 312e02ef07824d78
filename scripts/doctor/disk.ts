import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { listBackups } from '#core/backup/backup-folder.ts'
import { together, well, type CheckContext, type Finding } from '#core/doctor-check.ts'

/** The type of a file system in memory (statfs(2)): containers have no other place to write. */
const TMPFS = 0x01021994

const GIBIBYTE = 1024 ** 3
/** Below this a database does not write any more before long. */
const MIN_FREE = GIBIBYTE
const LOW_FREE = 5 * GIBIBYTE

interface DiskContext extends Pick<CheckContext, 'backups'> {
  readonly installation: Pick<CheckContext['installation'], 'paths'>
}

/** Whether DATA_DIR, the homes and the folder of backups have room, the latter for one more backup. */
export default async function disk(context: DiskContext): Promise<Finding> {
  const { dataDir, homesDir } = context.installation.paths
  const [newest] = await listBackups(context.backups)
  const needs = new Map([[dataDir, 0]])
  if (existsSync(homesDir)) needs.set(homesDir, 0)
  needs.set(context.backups, (newest?.bytes ?? 0) * 1.2)
  const findings = new Map<number, Finding[]>()
  for (const [folder, bytes] of needs) {
    const path = existingPart(folder)
    const { dev } = await stat(path)
    const found = await roomAt(path, bytes)
    // One line for each disk, unless a folder on it has a need of its own.
    const known = findings.get(dev)
    if (!known || found.status !== 'ok') findings.set(dev, [...(known ?? []), found])
  }
  return together([...findings.values()].flat())
}

/** How much room a file system has, against what is needed anyway and `bytes` more. */
async function roomAt(path: string, bytes: number): Promise<Finding> {
  const { type, bavail, bsize } = await statfs(path)
  if (type === TMPFS) return well(`nothing is kept at ${path}`)
  return judgeRoom(path, bavail * bsize, bytes)
}

/** The same, once the free bytes are known. */
export function judgeRoom(path: string, free: number, needed: number): Finding {
  const detail = `${(free / GIBIBYTE).toFixed(1)} GiB free at ${path}`
  const remedy = `Free space at ${path}, or move it to a larger disk.`
  if (free < MIN_FREE) return { status: 'fail', detail: `only ${detail}`, remedy }
  if (free < needed) {
    const size = (needed / GIBIBYTE).toFixed(1)
    const short = `only ${detail}, and the next backup needs about ${size} GiB`
    const fewer = `${remedy} stack backup --keep N removes older ones.`
    return { status: 'fail', detail: short, remedy: fewer }
  }
  return free < LOW_FREE ? { status: 'warn', detail: `only ${detail}`, remedy } : well(detail)
}

function existingPart(path: string): string {
  return existsSync(path) ? path : existingPart(dirname(path))
}
