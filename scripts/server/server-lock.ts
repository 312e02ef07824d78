import { join } from 'node:path'
import { Conflict, Forbidden } from '#core/errors.ts'
import { lockFile } from '#core/files/lock-file.ts'
import type { ServerLayout } from './server-layout.ts'

/**
 * Does what changes an installation, one command at a time. Throws Conflict naming the one that is at it, Forbidden
 * when this user may not change it. A dry run changes nothing, so it needs neither.
 */
export async function withServerLock<Result>(
  { state, rootless }: Pick<ServerLayout, 'state' | 'rootless'>,
  dryRun: boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  if (dryRun) return work()
  refuseWrongUser(rootless)
  const lock = await lockFile(
    join(state, 'changing.lock'),
    (who) =>
      new Conflict('server_changing', `Another command changes this server: ${who}`, {
        remedy: 'Wait until it has ended.',
      }),
  )
  try {
    return await work()
  } finally {
    await lock.release()
  }
}

function refuseWrongUser(rootless: boolean): void {
  const isRoot = process.getuid?.() === 0
  if (isRoot !== rootless) return
  throw new Forbidden(
    'wrong_user',
    rootless ? 'Root is to install for all, without --rootless.' : 'Only root may do this.',
    { remedy: rootless ? 'Leave --rootless out, or be another user.' : 'sudo, or --rootless' },
  )
}
