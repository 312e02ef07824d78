import { mkdir, open, rm, stat, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import { TooLarge } from '#core/errors.ts'
import type { SessionPlace } from '../sessions.ts'
import type { Collection } from './collect-files.ts'
import { plainCopy } from './plain-copy.ts'
import { loadStates, saveStates, stateKey } from './file-state.ts'
import type { Source } from './source.ts'

/** What became of a piece: taken up to `done`, to be sent from `done` on, or not wanted. */
export type Taken =
  | { readonly kind: 'taken'; readonly done: number }
  | { readonly kind: 'elsewhere'; readonly done: number }
  | { readonly kind: 'left-out' }

/**
 * Appends what a person's machine sends of a transcript: whole lines, from where the copy ends. Offset 0
 * begins the file anew when the machine says that it was rewritten.
 */
export async function takePush(
  { db, storeDir, quotaBytes }: SessionPlace & { readonly quotaBytes: number },
  source: Source,
  offset: number,
  bytes: Buffer,
  isLeftOut: Collection['isLeftOut'],
): Promise<Taken> {
  const states = await loadStates(db)
  const before = states.get(stateKey(source))
  const path = plainCopy(storeDir, source)
  const done = before && (await sizeOf(path)) >= before.done ? before.done : 0
  if (offset !== done && offset !== 0) return { kind: 'elsewhere', done }
  const own = [...states.values()].filter(({ username }) => username === source.username)
  if (own.reduce((sum, state) => sum + state.done, 0) + bytes.length > quotaBytes) {
    throw new TooLarge('quota', 'Your quota of transcripts is used up', {
      remedy: 'Delete sessions that you do not need: analyst sessions delete ID.',
    })
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o750 })
  await using file = await open(path, offset === 0 ? 'w' : 'r+', 0o640)
  if (offset > 0) await truncate(path, offset)
  await file.write(bytes, 0, bytes.length, offset)
  if (isLeftOut(source, path)) {
    await rm(path, { force: true })
    return { kind: 'left-out' }
  }
  const version = offset === 0 && before ? before.version + 1 : (before?.version ?? 1)
  const end = offset + bytes.length
  const seen = { dev: '', ino: '', mtime: String(Date.now()), ctime: '', size: end, done: end }
  await saveStates(db, [{ ...source, ...seen, version, refused: null, analysed: false }])
  return { kind: 'taken', done: end }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return -1
    throw error
  }
}
