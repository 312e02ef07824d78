import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import type { SyncServer } from './sync-server.ts'
import { TransferError } from './transfer-error.ts'

/** What is gathered before it is written; a kill loses at most this much of an object. */
const writeBytes = 512 * 1024

/** An object that a root or a manifest names. */
export interface ObjectReference {
  readonly sha256: string
  readonly size: number
}

/**
 * Fetches one object into `dir/<sha256>`, continuing a part that an earlier run left. The file appears
 * under its name only when its content has that hash; `onBytes` counts what came over the network.
 */
export async function fetchObject(
  server: SyncServer,
  dir: string,
  object: ObjectReference,
  onBytes: (count: number) => void,
): Promise<void> {
  const target = join(dir, object.sha256)
  const part = `${target}.part`
  const hash = createHash('sha256')
  const kept = await hashPart(part, object.size, hash)
  const received =
    kept === object.size && kept > 0
      ? hash
      : await receive(server, part, object, { kept, hash }, onBytes)
  if (received.digest('hex') !== object.sha256) {
    await rm(part, { force: true })
    throw new TransferError('corrupt_object', `object ${object.sha256} arrived damaged`, {
      remedy: 'Run `analyst sync` again; if it stays so, tell the administrator.',
    })
  }
  await rename(part, target)
}

async function hashPart(part: string, size: number, hash: Hash): Promise<number> {
  const kept = await sizeOf(part)
  if (kept === 0 || kept > size) return 0
  for await (const chunk of createReadStream(part, { highWaterMark: 1024 * 1024 })) hash.update(chunk)
  return kept
}

async function receive(
  server: SyncServer,
  part: string,
  object: ObjectReference,
  begun: { readonly kept: number; readonly hash: Hash },
  onBytes: (count: number) => void,
): Promise<Hash> {
  const { start, bytes } = await server.object(object.sha256, begun.kept)
  const hash = start === begun.kept ? begun.hash : createHash('sha256')
  const file = await open(part, start === 0 ? 'w' : 'r+')
  try {
    const end = await writeAll(file, bytes, { start, size: object.size, hash, onBytes })
    if (end !== object.size) {
      throw new TransferError('truncated', `object ${object.sha256} ended after ${end} bytes`)
    }
    // Parquet files are linked into generations: nothing may change them in place.
    await file.chmod(0o444)
  } finally {
    bytes.destroy()
    await file.close()
  }
  return hash
}

interface Writing {
  readonly start: number
  readonly size: number
  readonly hash: Hash
  readonly onBytes: (count: number) => void
}

async function writeAll(
  file: FileHandle,
  bytes: AsyncIterable<Buffer>,
  { start, size, hash, onBytes }: Writing,
): Promise<number> {
  let position = start
  let waiting: Buffer[] = []
  let waitingBytes = 0
  const flush = async () => {
    if (waitingBytes === 0) return
    await file.writev(waiting, position)
    position += waitingBytes
    waiting = []
    waitingBytes = 0
  }
  try {
    for await (const chunk of received(bytes)) {
      if (position + waitingBytes + chunk.length > size) {
        throw new TransferError('corrupt_object', 'an object is longer than the manifest says')
      }
      hash.update(chunk)
      waiting.push(chunk)
      waitingBytes += chunk.length
      onBytes(chunk.length)
      if (waitingBytes >= writeBytes) await flush()
    }
  } finally {
    await flush()
  }
  return position
}

/** A connection that breaks in the middle can be tried again; the end of the process cannot. */
async function* received(bytes: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  try {
    yield* bytes
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause
    throw new TransferError('connection_lost', `the connection broke: ${messageOf(cause)}`, { cause })
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
