import { createHash, type Hash } from 'node:crypto'
import { chmodSync, createReadStream, renameSync, rmSync, statSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { networkReason } from '#core/network-reason.ts'
import type { SyncServer } from './sync-server.ts'
import { TransferError } from './transfer-error.ts'

/** What is gathered before it is written; a kill loses at most this much of an object. */
const writeBytes = 1024 * 1024

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
    rmSync(part, { force: true })
    throw new TransferError('corrupt_object', `object ${object.sha256} arrived damaged`, {
      remedy: 'Run `analyst sync` again; if it stays so, tell the administrator.',
    })
  }
  renameSync(part, target)
}

/** What an earlier run left of the object goes into the hash; resolves to its size. */
async function hashPart(part: string, size: number, hash: Hash): Promise<number> {
  const kept = statSync(part, { throwIfNoEntry: false })?.size ?? 0
  if (kept === 0 || kept > size) return 0
  for await (const chunk of createReadStream(part, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk)
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
  const file = await openPart(part, start)
  try {
    const end = await writeAll(file, bytes, { start, size: object.size, hash, onBytes })
    if (end !== object.size) {
      throw new TransferError('truncated', `object ${object.sha256} ended after ${end} bytes`)
    }
  } finally {
    bytes.destroy()
    await file.close()
  }
  return hash
}

/** Objects are linked into generations, so they are read-only from the first byte. */
async function openPart(part: string, start: number): Promise<FileHandle> {
  if (start === 0) {
    rmSync(part, { force: true })
    return open(part, 'wx', 0o444)
  }
  chmodSync(part, 0o644)
  const file = await open(part, 'r+')
  await file.chmod(0o444)
  return file
}

interface Writing {
  readonly start: number
  readonly size: number
  readonly hash: Hash
  readonly onBytes: (count: number) => void
}

/**
 * Writes what arrives and resolves to where it ended; what came before a failure is written too. Events
 * and not `for await`: writing goes on in the thread pool while the next bytes are hashed here.
 */
async function writeAll(
  file: FileHandle,
  bytes: Readable,
  { start, size, hash, onBytes }: Writing,
): Promise<number> {
  let position = start
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let writing: Promise<unknown> | undefined
  const flush = () => {
    const [batch, at] = [waiting, position]
    position += waitingBytes
    waiting = []
    waitingBytes = 0
    writing = writeWhole(file, batch, at)
    writing.then(
      () => {
        writing = undefined
        bytes.resume()
      },
      (error: Error) => bytes.destroy(error),
    )
  }
  bytes.on('data', (chunk: Buffer) => {
    if (position + waitingBytes + chunk.length > size) {
      bytes.destroy(tooLong())
      return
    }
    hash.update(chunk)
    waiting.push(chunk)
    waitingBytes += chunk.length
    onBytes(chunk.length)
    if (waitingBytes < writeBytes) return
    if (writing) bytes.pause()
    else flush()
  })
  try {
    await finished(bytes)
  } catch (cause) {
    throw brokenOff(cause)
  } finally {
    await writing
    if (waitingBytes > 0) flush()
    await writing
  }
  return position
}

/** Where a disk gets full a write is cut short without an error: only one of the rest has it. */
async function writeWhole(file: FileHandle, batch: readonly Buffer[], at: number): Promise<void> {
  let { bytesWritten: written } = await file.writev(batch, at)
  const all = batch.reduce((sum, { length }) => sum + length, 0)
  if (written === all) return
  const bytes = Buffer.concat(batch)
  while (written < all) {
    written += (await file.write(bytes, written, all - written, at + written)).bytesWritten
  }
}

function tooLong(): TransferError {
  return new TransferError('corrupt_object', 'an object is longer than the manifest says')
}

/** A connection that breaks can be tried again; a full disk and the end of the process cannot. */
function brokenOff(cause: unknown): unknown {
  const { name, syscall } = cause as NodeJS.ErrnoException
  if (name === 'AbortError' || syscall === 'write' || cause instanceof TransferError) return cause
  const message = `the connection broke: ${networkReason(cause)}`
  return new TransferError('connection_lost', message, { cause })
}
