import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { temporaryFolder } from '../../tests/peers/stack.ts'
import { fetchObject } from './fetch-object.ts'
import type { SyncServer } from './sync-server.ts'

const run = promisify(execFile)
const source = join(import.meta.dirname, 'fetch-object.ts')

/** A server that has one object, and answers from where it was asked or, `whole`, from its beginning. */
function serverOf(bytes: Buffer, { whole = false, more = '' } = {}) {
  const asked: number[] = []
  const object = (_sha256: string, from: number) => {
    asked.push(from)
    const start = whole ? 0 : from
    return Promise.resolve({
      start,
      bytes: Readable.from([bytes.subarray(start), Buffer.from(more)]),
    })
  }
  return { asked, server: { object } as unknown as SyncServer }
}

const bytes = randomBytes(3_000_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const object = { sha256, size: bytes.length }

/** Fetches the object into a folder in which this much of it lies already. */
async function fetchAfter(part: Buffer | undefined, options = {}) {
  const folder = await temporaryFolder()
  if (part) await writeFile(join(folder.path, `${sha256}.part`), part, { mode: 0o444 })
  const { asked, server } = serverOf(bytes, options)
  let counted = 0
  const fetched = fetchObject(server, folder.path, object, (count) => (counted += count))
  const error = await fetched.then(
    () => undefined,
    (reason: Error & { code?: string }) => reason,
  )
  const files = await readdir(folder.path)
  const content = files.includes(sha256) ? await readFile(join(folder.path, sha256)) : undefined
  const mode = content && (await stat(join(folder.path, sha256))).mode & 0o777
  await folder[Symbol.asyncDispose]()
  return { error, files, asked, counted, mode, right: content?.equals(bytes) }
}

test('an object appears whole, under its hash, and nobody writes to it', async () => {
  const { files, right, mode, counted } = await fetchAfter(undefined)
  assert.deepEqual([files, right, mode, counted], [[sha256], true, 0o444, bytes.length])
})

test('what lies there is gone on with, and only what is missing comes over the network', async () => {
  const { asked, counted, right } = await fetchAfter(bytes.subarray(0, 1_000_001))
  assert.deepEqual([asked, counted, right], [[1_000_001], 1_999_999, true])
  const complete = await fetchAfter(bytes)
  assert.deepEqual([complete.asked, complete.right], [[], true], 'nothing is asked for')
  const whole = await fetchAfter(bytes.subarray(0, 1_000_001), { whole: true })
  assert.deepEqual([whole.counted, whole.right], [bytes.length, true])
})

test('a part that is another’s, or longer than the object, is no part of it', async () => {
  const other = await fetchAfter(Buffer.alloc(1000))
  assert.equal(other.error?.code, 'corrupt_object')
  assert.deepEqual(other.files, [], 'the next try begins anew')
  const longer = await fetchAfter(Buffer.alloc(bytes.length + 1))
  assert.deepEqual([longer.asked, longer.right], [[0], true])
})

test('an answer that is longer than the object is refused before it fills the disk', async () => {
  const { error, files } = await fetchAfter(undefined, { more: 'x' })
  assert.equal(error?.code, 'corrupt_object')
  assert.ok(!files.includes(sha256))
})

/** Fetches in a process whose files may not grow beyond 128 KiB: the write that reaches it is cut short. */
const program = (folder: string, size: number) => `
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { fetchObject } from ${JSON.stringify(source)}
const bytes = Buffer.alloc(${size}, 'x')
const sha256 = createHash('sha256').update(bytes).digest('hex')
const server = { object: async () => ({ start: 0, bytes: Readable.from([bytes]) }) }
await fetchObject(server, ${JSON.stringify(folder)}, { sha256, size: ${size} }, () => undefined).then(
  () => console.log('fetched'), ({ code }) => console.log(code))`

for (const size of [200_000, 2_500_000]) {
  test(`a disk that gets full while the last of ${size} bytes is written leaves no object that is not whole`, async () => {
    await using folder = await temporaryFolder()
    const words = ['--input-type=module', '--eval', program(folder.path, size)]
    const limited = ['-c', 'ulimit -f 256; exec "$@"', 'sh', process.execPath, ...words]
    const { stdout } = await run('sh', limited, { cwd: import.meta.dirname })
    assert.equal(stdout, 'EFBIG\n')
    assert.ok((await readdir(folder.path)).every((name) => name.endsWith('.part')))
  })
}
