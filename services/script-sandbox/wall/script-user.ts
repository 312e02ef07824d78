import type { ScriptUser } from './wall.ts'

/** Of nobody and nothing, on Debian and most systems; `nobody` itself runs the embedded PostgreSQL. */
const UNUSED = 65_533

/** As whom scripts run: as the stack does, but never as root. */
export function scriptUser(): ScriptUser | undefined {
  return process.getuid?.() === 0 ? { uid: UNUSED, gid: UNUSED } : undefined
}
