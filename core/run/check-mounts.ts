import { accessSync, constants, statSync } from 'node:fs'
import type { RawEnv } from '../env.ts'
import { ConfigError } from '../errors.ts'

/** Names what is mounted where, as `/data=/srv/analyst`, separated by blanks; the generator sets it. */
export const MOUNTS = 'MOUNTS'

/**
 * Refuses folders that were mounted from outside and cannot be written, before anything is lost, with
 * the command that mends it. A volume of the engine's gets its owner from the image.
 */
export function checkMounts(rawEnv: RawEnv): void {
  const problems = (rawEnv[MOUNTS] ?? '')
    .trim()
    // Only where the next one begins: the path of a folder on the server may hold blanks.
    .split(/\s+(?=\/[^\s=]*=)/)
    .filter(Boolean)
    .flatMap((mount) => {
      const at = mount.indexOf('=')
      const problem = problemOf(mount.slice(0, at), mount.slice(at + 1))
      return problem === undefined ? [] : [problem]
    })
  if (problems.length > 0) throw new ConfigError(problems)
}

function problemOf(inside: string, outside: string): string | undefined {
  const { getuid, getgid } = process
  if (!getuid || !getgid) return undefined
  const [uid, gid] = [getuid(), getgid()]
  try {
    accessSync(inside, constants.R_OK | constants.W_OK | constants.X_OK)
    return undefined
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return `${inside} is not there: mount ${outside} at it`
    const { uid: owner, gid: group, mode } = statSync(inside)
    const rights = `${owner}:${group} ${(mode & 0o7777).toString(8)}`
    return code === 'EROFS'
      ? `${outside} is mounted read-only at ${inside}, but this service writes there`
      : `${outside} belongs to ${rights}, and this service runs as ${uid}:${gid}. On the server: sudo chown -R ${uid}:${gid} ${outside} && sudo chmod 2770 ${outside}`
  }
}
