import { messageOf } from '#core/errors.ts'
import { LOCKED_EVENT } from '#core/identity/access-ends.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { Health, ServiceDeps } from '#core/service.ts'
import { readAccess } from './read-access.ts'
import { writeAccess } from './write-access.ts'

/** The event of a key that was added or removed, here or in another process of this service. */
export const KEYS_EVENT = 'ssh_keys.changed'

/** Groups, grants and publications are looked at this often; locked people and keys at once. */
const EVERY_MS = 10_000

/** The gateway's files, kept as the database says. */
export interface AccessFollower {
  /** Resolves when the files say what the database says now. */
  refresh(): Promise<void>
  health(): Health
  close(): Promise<void>
}

/** Begins to follow; what fails is logged, shown by the health, and tried again. */
export async function followAccess(
  { db, events, log }: Pick<ServiceDeps, 'db' | 'events' | 'log'>,
  folder: string,
): Promise<AccessFollower> {
  let last: Health = { status: 'ok' }
  let work = Promise.resolve()
  /** What has not begun to read yet is for all who ask meanwhile: they do not pile up while the database is slow. */
  let next: Promise<void> | undefined

  async function readAndWrite(): Promise<void> {
    next = undefined
    const people = await readAccess(db)
    await writeAccess(folder, people)
    last = { status: 'ok', detail: countOf(people.length, 'person has keys', 'people have keys') }
  }

  // One after another: an older answer of the database must not overwrite a newer one.
  function refresh(): Promise<void> {
    if (next) return next
    next = work.then(readAndWrite)
    work = next.catch((error: unknown) => {
      log.error({ err: error }, 'the gateway’s files could not be written')
      last = { status: 'failed', detail: messageOf(error) }
    })
    return next
  }
  const again = () => void refresh()
  const timer = setInterval(again, EVERY_MS)
  const unlisten = [
    await events.listen(LOCKED_EVENT, again),
    await events.listen(KEYS_EVENT, again),
  ]
  again()
  return {
    refresh,
    health: () => last,
    async close() {
      clearInterval(timer)
      for (const stop of unlisten) await stop()
      await work
    },
  }
}
