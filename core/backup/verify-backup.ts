import type { Database } from '../database/connect.ts'
import { damaged } from './age-file.ts'
import { readBackup, type BackupFile, type ReadBackup } from './read-backup.ts'
import { refuseDifferences } from './restore-backup.ts'

/**
 * Proves that a backup can be restored: into an empty scratch database, with every key and every file checked.
 * Nothing of it stays. Throws `damaged_backup` with the first thing that is wrong; `report` is told before.
 */
export async function verifyBackup(
  path: string,
  options: {
    readonly scratch: Database
    readonly identity: string
    readonly signal: AbortSignal
    report(read: ReadBackup): void
  },
): Promise<void> {
  const { scratch, identity, signal } = options
  const objects = new Set<string>()
  const client = await scratch.pool.connect()
  try {
    await client.query('begin')
    const read = await readBackup(path, {
      ...{ identity, client, signal },
      begin: () => Promise.resolve(),
      async take(file) {
        for await (const _bytes of file.content);
        if (file.kind === 'file' && isObject(file)) objects.add(file.parts.at(-1) ?? '')
      },
    })
    options.report(read)
    refuseDifferences(read)
    if (read.head.without.includes('data')) return
    const { rows } = await client.query<{ sha256: string; name: string }>(
      'select unnest(files) as sha256, name from core.published_table',
    )
    const lost = rows.filter(({ sha256 }) => !objects.has(sha256))
    if (lost.length === 0) return
    throw damaged(`it lacks the data of ${[...new Set(lost.map(({ name }) => name))].join(', ')}`)
  } finally {
    client.release(true)
  }
}

function isObject({ store, parts: [folder] }: BackupFile): boolean {
  return store === 'data' && folder === 'objects'
}
