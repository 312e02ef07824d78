import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import { startDistribution, type TestDistribution } from '../../tests/peers/distribution.ts'
import { memoryIo } from '../../tests/peers/memory-io.ts'
import { fixedAccess } from './access.ts'
import { writePointer } from './current-pointer.ts'
import { holdGeneration } from './generation-reader.ts'
import { runAnalyst } from './run-analyst.ts'
import { syncServer } from './sync-server.ts'
import { syncWorkspace } from './sync-workspace.ts'
import { workspaceAt } from './workspace.ts'

let server: TestDistribution
const table = (seed: number) => ({
  columns: { n: 'BIGINT', g: 'INTEGER' },
  files: [1, 2, 3].map(
    (part) => `SELECT i AS n, ${seed}::INTEGER AS g FROM range(${part}, 500) t(i)`,
  ),
})

before(async () => {
  server = await startDistribution()
  await server.publish({ 'sales/a': table(1), 'sales/b': table(1) })
})
after(() => server.close())

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'faults-'))
  t.after(() => rm(dir, { recursive: true }))
  t.after(() => (server.intercept = () => false))
  return dir
}

async function run(
  dir: string,
  args: readonly string[],
  token: string | undefined = 'all',
  stdin = '',
) {
  const io = memoryIo({ cwd: dir, token: token === '' ? undefined : token }, stdin)
  const code = await runAnalyst(args, io)
  await new Promise(setImmediate)
  return { code, out: io.out(), err: io.err() }
}

/** A sync whose retries cost no time. */
async function quickSync(dir: string, allowRollback = false) {
  const io = memoryIo({ cwd: dir })
  const client = syncServer(server.url, fixedAccess('all'), io.signal)
  try {
    const retries = { attempts: 3, firstMs: 1, longestMs: 5 }
    const workspace = workspaceAt(dir)
    return await syncWorkspace({ workspace, server: client, io, allowRollback, retries })
  } finally {
    client.close()
  }
}

/** Answers the first `times` requests for objects in another way. */
function spoil(times: number, answer: (req: IncomingMessage, res: ServerResponse) => void): void {
  let left = times
  server.intercept = (req, res) => {
    if (!req.url?.includes('/o/') || left-- <= 0) return false
    answer(req, res)
    return true
  }
}

/** Sends the first `times` objects with one bit turned over. */
function damage(times: number): void {
  let left = times
  server.intercept = (req, res) => {
    if (!req.url?.includes('/o/') || left-- <= 0) return false
    const end = res.end.bind(res)
    const endDamaged = (body: Buffer) => {
      body[0] = (body[0] ?? 0) ^ 1
      return end(body)
    }
    res.end = endDamaged as typeof res.end
    return false
  }
}

async function generationsSeen(dir: string): Promise<unknown> {
  const sql = 'SELECT DISTINCT a.g AS a, b.g AS b FROM a CROSS JOIN b'
  return JSON.parse((await run(dir, ['query', sql, '--format', 'json'])).out)
}

test('the original took partial transfers for success; here a cut answer is continued', async (t) => {
  const dir = await folder(t)
  spoil(4, (_req, res) => {
    res.writeHead(200, { 'content-length': 1000 })
    res.write('x'.repeat(10), () => res.destroy())
  })
  await quickSync(dir)
  assert.deepEqual(await generationsSeen(dir), [{ a: 1, b: 1 }])
})

test('an object that arrives damaged is fetched anew, and never kept under its name', async (t) => {
  const dir = await folder(t)
  damage(5)
  await quickSync(dir)
  assert.deepEqual(await generationsSeen(dir), [{ a: 1, b: 1 }])
})

test('an object that stays damaged fails the sync and leaves the current generation', async (t) => {
  const dir = await folder(t)
  await quickSync(dir)
  await server.publish({ 'sales/a': table(2), 'sales/b': table(2) })
  damage(Infinity)
  await assert.rejects(quickSync(dir), {
    code: 'corrupt_object',
    message: /of \d objects could not/,
  })
  assert.deepEqual(await generationsSeen(dir), [{ a: 1, b: 1 }])
  server.intercept = () => false
  await quickSync(dir)
  assert.deepEqual(await generationsSeen(dir), [{ a: 2, b: 2 }])
})

test('a busy server is asked again, when it says', async (t) => {
  const dir = await folder(t)
  spoil(5, (_req, res) => res.writeHead(503, { 'retry-after': '0' }).end())
  await quickSync(dir)
  spoil(Infinity, (_req, res) => res.writeHead(429).end())
  await server.publish({ 'sales/a': table(3), 'sales/b': table(3) })
  await assert.rejects(quickSync(dir), { code: 'server_busy', remedy: /Try again later/ })
})

test('a server that ignores ranges sends everything, and that is understood', async (t) => {
  const dir = await folder(t)
  let cut = true
  server.intercept = (req, res) => {
    if (!req.url?.includes('/o/')) return false
    delete req.headers.range
    if (!cut) return false
    cut = false
    res.writeHead(200, { 'content-length': 100_000 })
    res.write('x', () => res.destroy())
    return true
  }
  await quickSync(dir)
  assert.equal((await run(dir, ['status'])).code, 0)
})

test('a revoked token ends the sync at once and says where to get another', async (t) => {
  const dir = await folder(t)
  spoil(Infinity, (_req, res) => res.writeHead(401).end())
  const before = server.requests.length
  const { code, err } = await run(dir, ['sync', '--server', server.url])
  assert.equal(code, 1)
  assert.match(err, /does not accept the token\nremedy: Sign in again/)
  assert.ok(server.requests.length - before <= 9)
})

test('the original trusted whatever the server sent; here a changed key is refused', async (t) => {
  const dir = await folder(t)
  await quickSync(dir)
  server.changeKey()
  const refused = await run(dir, ['sync'])
  assert.equal(refused.code, 1)
  assert.match(refused.err, /signs with another key.*\nremedy: .*--trust-new-key/)
  const plain = await run(dir, ['login', '--server', server.url, '--token', 'all'])
  assert.equal(plain.code, 1)
  const trusted = await run(dir, ['login', '--token', 'all', '--trust-new-key'])
  assert.equal(trusted.code, 0, trusted.err)
  assert.equal((await run(dir, ['sync'])).code, 0)
})

test('a root whose content was changed on the way is refused', async (t) => {
  const dir = await folder(t)
  server.intercept = (req, res) => {
    if (!req.url?.endsWith('/root') || req.headers['x-inner']) return false
    const headers = { authorization: 'Bearer all', 'x-inner': '1' }
    void fetch(new URL('sync/v1/root', server.url), { headers })
      .then((answer) => answer.text())
      .then((text) => res.end(text.replace('"rows":', '"rows":1')))
    return true
  }
  await assert.rejects(quickSync(dir), { code: 'invalid_signature' })
  assert.deepEqual(await readdir(workspaceAt(dir).objects), [])
})

test('an older generation is refused unless it is asked for', async (t) => {
  const dir = await folder(t)
  await quickSync(dir)
  const pointer = JSON.parse(await readFile(workspaceAt(dir).current, 'utf8'))
  await writePointer(workspaceAt(dir), {
    ...pointer,
    generation: pointer.generation + 5,
    etag: null,
  })
  await assert.rejects(quickSync(dir), { code: 'older_generation', remedy: /--allow-rollback/ })
  const { generation } = await quickSync(dir, true)
  assert.equal(generation, pointer.generation)
})

test('login tries the token before it stores it, where only its owner can read it', async (t) => {
  const dir = await folder(t)
  const wrong = await run(dir, ['login', '--server', server.url, '--token', '-'], '', 'wrong\n')
  assert.equal(wrong.code, 1)
  await assert.rejects(stat(workspaceAt(dir).token), { code: 'ENOENT' })
  const { code, out } = await run(
    dir,
    ['login', '--server', server.url, '--token', '-'],
    '',
    'all\n',
  )
  assert.equal(code, 0)
  assert.match(out, /^signed in at http:.*: \d+ tables can be synced\n$/)
  assert.equal((await stat(workspaceAt(dir).token)).mode & 0o777, 0o600)
  assert.equal((await run(dir, ['sync'], '')).code, 0)
})

test('a server that is not there, or is another program, is told apart', async (t) => {
  const dir = await folder(t)
  const io = memoryIo()
  const gone = syncServer('http://127.0.0.1:1/', fixedAccess('all'), io.signal)
  await assert.rejects(gone.root(), { code: 'server_unreachable', message: /ECONNREFUSED/ })
  gone.close()
  server.intercept = (_req, res) => Boolean(res.end('<html>'))
  const other = syncServer(server.url, fixedAccess('all'), io.signal)
  await assert.rejects(other.root(), { code: 'unexpected_answer' })
  server.intercept = (_req, res) => Boolean(res.writeHead(302, { location: '/login' }).end())
  await assert.rejects(other.root(), { code: 'unexpected_answer', remedy: /redirect/ })
  other.close()
  assert.ok(dir)
})

test('a generation that is being read outlives every sync until its reader ends', async (t) => {
  const dir = await folder(t)
  await quickSync(dir)
  const reader = await holdGeneration(workspaceAt(dir))
  for (const seed of [11, 12, 13]) {
    await server.publish({ 'sales/a': table(seed), 'sales/b': table(seed) })
    await quickSync(dir)
  }
  assert.ok((await readdir(reader.folder)).includes('analytics.duckdb'))
  await reader.release()
  await server.publish({ 'sales/a': table(14), 'sales/b': table(14) })
  await quickSync(dir)
  await assert.rejects(readdir(reader.folder), { code: 'ENOENT' })
  assert.equal((await readdir(workspaceAt(dir).generations)).length, 2)
})

test('the original mixed versions of files; here no query sees two generations', async (t) => {
  const dir = await folder(t)
  await quickSync(dir)
  const stop = new AbortController()
  const publications = (async () => {
    for (let seed = 100; !stop.signal.aborted; seed++) {
      await server.publish({ 'sales/a': table(seed), 'sales/b': table(seed) })
      await quickSync(dir)
    }
    return true
  })()
  const seen = new Set<number>()
  for (let query = 0; query < 40; query++) {
    const rows = (await generationsSeen(dir)) as { a: number; b: number }[]
    assert.equal(rows.length, 1, JSON.stringify(rows))
    assert.equal(rows[0]?.a, rows[0]?.b)
    seen.add(rows[0]?.a ?? 0)
  }
  stop.abort()
  assert.ok(await publications)
  assert.ok(seen.size > 1, 'publications happened between the queries')
})
