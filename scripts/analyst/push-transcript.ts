import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { TooLarge, UpstreamError } from '#core/errors.ts'
import type { SessionServer } from './session-server.ts'

/** As much as the server takes at once: no line may be longer. */
const CHUNK = 16 * 1024 * 1024
const LF = 0x0a

/** How far a transcript was sent, and what it began with, so that a rewritten one is sent anew. */
export interface PushRecord {
  readonly done: number
  readonly head: string
}

/** Sends what is new of a transcript, in whole records; returns how far, or that it is not wanted. */
export async function pushTranscript(
  server: SessionServer,
  file: string,
  path: string,
  before: PushRecord | undefined,
): Promise<PushRecord | 'left-out'> {
  await using handle = await open(file)
  const head = await headOf(handle, before?.done)
  let done = before?.head === head ? before.done : 0
  const buffer = Buffer.alloc(CHUNK)
  for (let wentBack = false; ;) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK, done)
    const rest = buffer.subarray(0, bytesRead)
    // A last record that lacks nothing but the end of its line may be all that ever comes.
    const end = rest.lastIndexOf(LF) + 1 || (isRecord(rest) ? bytesRead : 0)
    if (end === 0 && bytesRead === CHUNK) {
      throw new TooLarge('line_too_long', `the line at byte ${done} is longer than 16 MiB`)
    }
    if (end === 0) return { done, head: await headOf(handle, done) }
    const pushed = await server.push(path, done, rest.subarray(0, end))
    if (pushed === 'left-out') return 'left-out'
    if ('done' in pushed) {
      if (!(pushed.done > done)) throw goesNowhere(path, pushed.done)
      done = pushed.done
    } else {
      // The server has another end of it: it may have been deleted there, or sent by another machine.
      if (wentBack || done === 0) throw goesNowhere(path, pushed.goOnAt)
      wentBack = true
      done = pushed.goOnAt >= 0 && pushed.goOnAt < done ? pushed.goOnAt : 0
    }
  }
}

function isRecord(bytes: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null
  } catch {
    return false
  }
}

function goesNowhere(path: string, offset: number): UpstreamError {
  return new UpstreamError(
    'bad_offset',
    `the server wants ${path} from byte ${offset} on, where it got it already`,
  )
}

/** What stands at the beginning, as far as it was sent; at most 4 KB of it. */
async function headOf(
  handle: Awaited<ReturnType<typeof open>>,
  done: number | undefined,
): Promise<string> {
  const buffer = Buffer.alloc(Math.min(4096, done ?? 0))
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
  return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex')
}
