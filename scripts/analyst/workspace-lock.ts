import { Conflict } from '#core/errors.ts'
import { lockFile, type FileLock } from '#core/files/lock-file.ts'
import type { Workspace } from './workspace.ts'

/** Takes the folder for one sync; throws Conflict naming the holder when another one is at work. */
export function lockWorkspace({ lock }: Workspace): Promise<FileLock> {
  return lockFile(
    lock,
    (who) =>
      new Conflict('sync_running', `another sync of this folder is running: ${who}`, {
        remedy: 'Wait until it has finished; queries work meanwhile.',
      }),
  )
}
