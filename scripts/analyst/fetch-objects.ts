import { readdir, statfs } from 'node:fs/promises'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Unavailable } from '#core/errors.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import { fetchObject, type ObjectReference } from './fetch-object.ts'
import type { Progress } from './progress.ts'
import { defaultRetries, retrying, type RetryPolicy } from './retrying.ts'
import type { SyncServer } from './sync-server.ts'
import { TransferError } from './transfer-error.ts'

const parallel = 8
/** So many objects that stay broken mean that the rest would fare no better. */
const mostFailures = 8
/** What stays free on the disk besides the objects. */
const spareBytes = 64 * 1024 * 1024

/** Which of `wanted` are not in `dir` with their full size, each once. */
export async function missingObjects(
  dir: string,
  wanted: readonly ObjectReference[],
): Promise<readonly ObjectReference[]> {
  const present = new Set(await readdir(dir))
  const unique = new Map(wanted.map((object) => [object.sha256, object]))
  return [...unique.values()].filter(
    ({ sha256, size }) => !present.has(sha256) || statSync(join(dir, sha256)).size !== size,
  )
}

/**
 * Fetches objects, eight at a time, each tried again while that may help. What failed is reported at
 * the end, when all others are there; a refused token or a full disk ends everything at once.
 */
export async function fetchObjects(
  server: SyncServer,
  dir: string,
  objects: readonly ObjectReference[],
  options: {
    readonly signal: AbortSignal
    readonly progress: Progress
    readonly retries?: RetryPolicy
  },
): Promise<void> {
  await checkSpace(dir, objects)
  const queue = objects.values()
  const failures: TransferError[] = []
  const ended: unknown[] = []
  const worker = async () => {
    for (const object of queue) {
      if (ended.length > 0 || failures.length >= mostFailures) return
      try {
        const fetch = () => fetchObject(server, dir, object, options.progress.add)
        await retrying(fetch, options.signal, options.retries ?? defaultRetries)
        options.progress.finished()
      } catch (error) {
        if (error instanceof TransferError && !options.signal.aborted) failures.push(error)
        else ended.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  if (ended.length > 0) throw ended[0]
  const [first] = failures
  if (!first) return
  const count = `${failures.length} of ${objects.length} objects could not be fetched`
  throw new TransferError(first.code, `${count}: ${first.message}`, {
    cause: first,
    remedy: first.remedy ?? 'Run `analyst sync` again: it continues where this one ended.',
  })
}

async function checkSpace(dir: string, objects: readonly ObjectReference[]): Promise<void> {
  const needed = objects.reduce((sum, { size }) => sum + size, 0)
  const { bavail, bsize } = await statfs(dir)
  if (needed + spareBytes <= bavail * bsize) return
  throw new Unavailable(
    'disk_full',
    `${formatBytes(needed)} are to be fetched but only ${formatBytes(bavail * bsize)} are free`,
    { remedy: 'Free some space, `analyst prune` may help, and run `analyst sync` again.' },
  )
}
