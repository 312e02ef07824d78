import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'

const OTHERS_MAY_ENTER = 0o001

/** Whether every folder from the root down lets all users through. */
export async function canOthersReach(folder: string): Promise<boolean> {
  for (let current = folder; ; current = dirname(current)) {
    if (((await stat(current)).mode & OTHERS_MAY_ENTER) === 0) return false
    if (current === dirname(current)) return true
  }
}
