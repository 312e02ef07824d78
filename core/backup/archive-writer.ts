import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Readable, Writable } from 'node:stream'
import { pack, type Header as Headers } from 'tar-stream'
import { Conflict } from '../errors.ts'
import { publishRename } from '../files/publish-file.ts'
import { sealTo } from './age-file.ts'

/** What an unfinished archive is called: nothing that is not whole has a backup's name. */
export const UNFINISHED = '.in-progress'

/** Writes the entries of an archive, one after the other. */
export interface ArchiveWriter {
  bytes(name: string, content: string | Buffer): Promise<void>
  folder(name: string, facts: Partial<Headers>): Promise<void>
  /** Exactly `size` bytes of `content`; resolves to their SHA-256. */
  stream(name: string, size: number, content: Readable, facts: Partial<Headers>): Promise<string>
}

/**
 * Writes an encrypted archive to `path`: under another name until all of it is on the disk, removed when
 * `fill` fails. Resolves to its size.
 */
export async function writeArchive(
  path: string,
  recipients: readonly string[],
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<number> {
  const unfinished = `${path}${UNFINISHED}`
  const { head, payload } = await sealTo(recipients)
  await using opened = new AsyncDisposableStack()
  const file = await open(unfinished, 'wx', 0o600).catch(refuseSecond)
  opened.defer(() => file.close())
  try {
    await file.writeFile(head)
    const tar = pack()
    // Both have ended before anything is removed; what failed first is the reason.
    const ends = [filled(tar, fill), pipeline(tar, payload, fileSink(file))]
    await Promise.allSettled(ends)
    await Promise.all(ends)
    await file.sync()
    const { size } = await file.stat()
    await publishRename(unfinished, path)
    return size
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Two that began in the same second, or the rest of one that was killed. */
function refuseSecond(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'EEXIST') throw cause
  throw new Conflict('backup_in_progress', `Another backup is at work: ${cause.path} is there`, {
    remedy:
      'Wait for it. If it was killed: the next one after an hour removes what it left, or you do.',
    cause,
  })
}

async function filled(
  tar: ReturnType<typeof pack>,
  fill: (archive: ArchiveWriter) => Promise<void>,
): Promise<void> {
  try {
    await fill(archiveWriter(tar))
    tar.finalize()
  } catch (error) {
    tar.destroy(error as Error)
    throw error
  }
}

function archiveWriter(tar: ReturnType<typeof pack>): ArchiveWriter {
  const writer: ArchiveWriter = {
    async bytes(name, content) {
      const bytes = Buffer.from(content)
      await writer.stream(name, bytes.length, Readable.from([bytes]), { mode: 0o600 })
    },
    folder: (name, facts) =>
      new Promise((resolve, reject) => {
        tar.entry({ ...facts, name: `${name}/`, type: 'directory' }, (error) =>
          error ? reject(error) : resolve(),
        )
      }),
    async stream(name, size, content, facts) {
      const hash = createHash('sha256')
      const done = Promise.withResolvers<void>()
      const sink = tar.entry({ ...facts, name, size, type: 'file' }, (error) =>
        error ? done.reject(error) : done.resolve(),
      )
      // A full disk destroys the entry: an error that nobody listens to would end the process.
      sink.on('error', done.reject)
      done.promise.catch(() => undefined)
      let length = 0
      for await (const bytes of content as AsyncIterable<Buffer>) {
        hash.update(bytes)
        length += bytes.length
        if (!sink.write(bytes)) await Promise.race([once(sink, 'drain'), done.promise])
      }
      if (length !== size) throw new Error(`${name} became shorter while it was read`)
      sink.end(null)
      await done.promise
      return hash.digest('hex')
    },
  }
  return writer
}

function fileSink(file: FileHandle): Writable {
  return new Writable({
    write(bytes: Buffer, _encoding, done) {
      file.writeFile(bytes).then(() => done(), done)
    },
  })
}
