import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { chmod, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test, type TestContext } from 'node:test'
import { Unauthorized } from '#core/errors.ts'
import type { ObjectReference } from './fetch-object.ts'
import { fetchObjects, missingObjects } from './fetch-objects.ts'
import type { Progress } from './progress.ts'
import type { SyncServer } from './sync-server.ts'
import { TransferError } from './transfer-error.ts'

const contentOf = (n: number) => `the content of ${n}`
const referenceOf = (n: number): ObjectReference => ({
  sha256: createHash('sha256').update(contentOf(n)).digest('hex'),
  size: contentOf(n).length,
})
const count = 40
const all = Array.from({ length: count }, (_, n) => referenceOf(n))
const bySha = new Map(all.map(({ sha256 }, n) => [sha256, n]))

/** A folder of objects, and a server that gives each unless `fails` throws for it. */
async function place(t: TestContext, fails: (n: number, tries: number) => void = () => undefined) {
  const dir = await mkdtemp(join(tmpdir(), 'fetch-'))
  t.after(() => rm(dir, { recursive: true }))
  const tries = new Map<number, number>()
  const seen = { now: 0, most: 0, finished: 0, bytes: 0 }
  const server = {
    async object(sha256: string) {
      const n = bySha.get(sha256) ?? assert.fail(sha256)
      tries.set(n, (tries.get(n) ?? 0) + 1)
      seen.most = Math.max(seen.most, ++seen.now)
      await new Promise(setImmediate)
      seen.now--
      fails(n, tries.get(n) ?? 0)
      return { start: 0, bytes: Readable.from([Buffer.from(contentOf(n))]) }
    },
  } as unknown as SyncServer
  const progress: Progress = {
    add: (bytes) => void (seen.bytes += bytes),
    finished: () => void seen.finished++,
    bytes: 0,
    end: () => undefined,
  }
  const fetch = (objects = all, signal = new AbortController().signal) =>
    fetchObjects(server, dir, objects, {
      ...{ signal, progress },
      retries: { attempts: 3, firstMs: 1, longestMs: 1 },
    })
  return { dir, tries, seen, fetch }
}

const broken = (code: string) => new TransferError(code, `it failed: ${code}`)

test('all arrive, each asked for once, never more than eight at a time', async (t) => {
  const { dir, tries, seen, fetch } = await place(t)
  await fetch()
  assert.deepEqual((await readdir(dir)).toSorted(), all.map(({ sha256 }) => sha256).toSorted())
  assert.ok([...tries.values()].every((count) => count === 1))
  assert.equal(seen.most, 8)
  assert.deepEqual(
    [seen.finished, seen.bytes],
    [count, all.reduce((sum, { size }) => sum + size, 0)],
  )
})

test('what fails for a moment is tried again, and the whole is well', async (t) => {
  const { dir, tries, fetch } = await place(t, (n, tried) => {
    if (n % 3 === 0 && tried < 3) throw broken('connection_lost')
  })
  await fetch()
  assert.equal((await readdir(dir)).length, count)
  assert.equal(tries.get(0), 3)
})

test('a few that stay broken keep none of the others away, and are told with their number and the way on', async (t) => {
  const { dir, fetch } = await place(t, (n) => {
    if (n < 3) throw broken('corrupt_object')
  })
  await assert.rejects(fetch(), (error: TransferError) => {
    assert.equal(error.code, 'corrupt_object')
    assert.match(error.message, /^3 of 40 objects could not be fetched: it failed/)
    assert.match(error.remedy ?? '', /continues where this one ended/)
    return true
  })
  assert.equal((await readdir(dir)).length, count - 3)
})

test('where everything fails it ends soon, and does not ask for all the rest', async (t) => {
  const { tries, fetch } = await place(t, () => {
    throw broken('connection_lost')
  })
  await assert.rejects(fetch(), { code: 'connection_lost' })
  assert.ok(tries.size < 20, `${tries.size} were asked for`)
})

test('a token that is refused ends all at once, and is what is told', async (t) => {
  const { tries, fetch } = await place(t, (n) => {
    if (n === 1) throw broken('connection_lost')
    if (n === 2) throw new Unauthorized('token_refused', 'no more')
  })
  await assert.rejects(fetch(), { code: 'token_refused' })
  assert.equal(tries.get(2), 1, 'it is not tried again')
  assert.ok(tries.size < 20)
})

test('Ctrl-C ends it, and nothing that broke off by it is counted as broken', async (t) => {
  const stop = new AbortController()
  const { dir, fetch } = await place(t, (n) => {
    if (n < 10) return
    stop.abort()
    throw broken('connection_lost')
  })
  await assert.rejects(fetch(all, stop.signal), (error: Error) => error.name === 'AbortError')
  assert.ok((await readdir(dir)).length < 20)
})

test('more than the disk has room for is refused before the first byte, in words and not only numbers', async (t) => {
  const { dir, tries, fetch } = await place(t)
  const huge = { sha256: 'f'.repeat(64), size: 2 ** 60 }
  await assert.rejects(fetch([...all, huge]), {
    code: 'disk_full',
    message: /PiB are to be fetched but only .* are free$/,
    remedy: /analyst prune/,
  })
  assert.deepEqual([tries.size, await readdir(dir)], [0, []])
})

test('missing is what is not there whole: each once, however often it is wanted', async (t) => {
  const { dir, fetch } = await place(t)
  await fetch(all.slice(0, 4))
  const [first, second, , , fifth] = all
  assert.ok(first && second && fifth)
  await truncateReadOnly(join(dir, first.sha256), 3)
  await writeFile(join(dir, `${fifth.sha256}.part`), 'half')
  assert.deepEqual(await missingObjects(dir, [first, second, first, fifth, second]), [first, fifth])
  assert.deepEqual(await missingObjects(dir, []), [])
})

async function truncateReadOnly(file: string, size: number): Promise<void> {
  await chmod(file, 0o644)
  await truncate(file, size)
}
