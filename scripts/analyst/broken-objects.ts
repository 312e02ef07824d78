import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { GenerationRecord } from './generation-record.ts'
import type { Workspace } from './workspace.ts'

/** Which of a generation's objects are missing or, when `deep`, not what their hash says; and the bytes of all. */
export async function brokenObjects(
  { objects }: Workspace,
  record: GenerationRecord,
  deep: boolean,
): Promise<{ readonly broken: readonly string[]; readonly bytes: number }> {
  const broken: string[] = []
  let bytes = 0
  for (const sha256 of record.objects) {
    const file = join(objects, sha256)
    const size = await sizeOf(file)
    bytes += size ?? 0
    if (size === undefined || (deep && (await hashOf(file)) !== sha256)) broken.push(sha256)
  }
  return { broken, bytes }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The SHA-256 of a file in lower-case hexadecimal. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk)
  return hash.digest('hex')
}
