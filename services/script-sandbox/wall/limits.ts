import type { ScriptUser } from './wall.ts'

/** Below what the container has in all, so that a program is told and not ended by the kernel. */
const ADDRESS_SPACE = 1.75 * 2 ** 30
const CPU_SECONDS = 30
const MAX_FILE_BYTES = 10 * 1024 * 1024
const MAX_OPEN_FILES = 128

/** Limits of each process; `processes` counts what the kernel counts together: those of one user. */
export function limits(processes: number): readonly string[] {
  return [
    'prlimit',
    `--as=${ADDRESS_SPACE}`,
    `--cpu=${CPU_SECONDS}`,
    `--fsize=${MAX_FILE_BYTES}`,
    `--nofile=${MAX_OPEN_FILES}`,
    `--nproc=${processes}`,
    '--core=0',
    '--',
  ]
}

/** Where memory runs out all the same, the kernel ends scripts first. */
export const endedFirst = ['choom', '-n', '1000', '--'] as const

/** Options of setpriv that leave root for good. */
export function dropTo(user: ScriptUser | undefined): readonly string[] {
  if (!user) return []
  const { uid, gid } = user
  const caps = ['--inh-caps=-all', '--bounding-set=-all']
  return [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...caps]
}
