import { execFile } from 'node:child_process'
import { link, mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runAnalyst } from '../../scripts/analyst/run-analyst.ts'
import { runAnalystProcess } from '../peers/analyst.ts'
import { startDistribution, type TestDistribution } from '../peers/distribution.ts'
import { memoryIo } from '../peers/memory-io.ts'
import { missingForRsync, startSshServer, type SshServer } from '../peers/ssh-server.ts'
import { atMost, type BenchRow } from './bench-row.ts'

const run = promisify(execFile)
const table = 'sales/orders'

/** Files of 1 MiB in the first sync. */
const FILES = 2000
const ROUNDS = 4
const QUERIES = 500

/**
 * Syncing against `rsync -a` over ssh on loopback, taken in turns, medians; the analyst's side is the
 * whole process from start to end with views and hashes checked. Then what a sync without news and one
 * with 1 % news cost, and whether any query sees two generations. Without rsync and sshd those rows are
 * left out, and it is said why.
 */
export async function benchSync(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sync-'))
  const server = await startDistribution()
  const missing = await missingForRsync()
  if (missing !== undefined) console.error(`sync against rsync is left out: ${missing}`)
  const ssh = missing === undefined ? await startSshServer() : undefined
  try {
    await publishFiles(server, 0)
    const tree = await rsyncTree(server, join(folder, 'tree'))
    const rows = ssh ? await againstRsync(server, ssh, folder, tree) : []
    return [
      ...rows,
      ...(await withNews(server, folder)),
      await mixedReads(server, join(folder, 'reader')),
    ]
  } finally {
    await ssh?.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** About 1 MiB of what cannot be packed smaller; the first `changed` files differ from the last time. */
async function publishFiles(server: TestDistribution, changed: number): Promise<void> {
  const select = (file: number) => {
    const seed = file < changed ? file + FILES : file
    return `SELECT hash(i + ${seed} * 1000003) AS a, hash(i * 7 + ${seed} * 999983) AS b FROM range(62000) t(i)`
  }
  await server.publish({
    [table]: {
      columns: { a: 'UBIGINT', b: 'UBIGINT' },
      files: Array.from({ length: FILES }, (_, file) => select(file)),
    },
  })
}

/** The same files as a plain folder, the way that rsync would be given them. */
async function rsyncTree(server: TestDistribution, tree: string): Promise<string> {
  await mkdir(tree)
  for await (const { sha256 } of server.objects.list()) {
    await link(server.objects.path(sha256), join(tree, `${sha256}.parquet`))
  }
  return tree
}

async function againstRsync(
  server: TestDistribution,
  ssh: SshServer,
  folder: string,
  tree: string,
): Promise<readonly BenchRow[]> {
  const first = { ours: [] as number[], peer: [] as number[] }
  const again = { ours: [] as number[], peer: [] as number[] }
  let requests = 0
  for (let round = 0; round < ROUNDS; round++) {
    const [own, mirror] = [join(folder, `own-${round}`), join(folder, `mirror-${round}`)]
    const theirTurn = async () => {
      const rsync = () => run('rsync', ['-a', '-e', ssh.command, `${ssh.target}:${tree}/`, mirror])
      first.peer.push(await timed(rsync))
      again.peer.push(await timed(rsync))
      await rm(mirror, { recursive: true })
    }
    const ourTurn = async () => {
      first.ours.push(await timed(() => sync(server, own)))
      const before = server.requests.length
      again.ours.push(await timed(() => sync(server, own)))
      requests = Math.max(requests, server.requests.length - before)
      await rm(own, { recursive: true })
    }
    // Whoever comes second finds memory that is warm.
    for (const turn of round % 2 === 0 ? [theirTurn, ourTurn] : [ourTurn, theirTurn]) await turn()
  }
  return [
    atMost('first sync, wall', median(first.ours), median(first.peer), 'ms'),
    atMost('sync without news, wall', median(again.ours), median(again.peer), 'ms'),
    atMost('sync without news, requests', requests, 1, 'requests'),
  ]
}

/** One file in a hundred changes: everything on the wire beside the size of what changed. */
async function withNews(server: TestDistribution, folder: string): Promise<readonly BenchRow[]> {
  const own = join(folder, 'news')
  await sync(server, own)
  const changed = FILES / 100
  await publishFiles(server, changed)
  const news = await server.catalogue
    .selectFrom('version_object as object')
    .innerJoin('version', 'version.id', 'object.version_id')
    .select(({ fn }) => fn.sum<string>('object.size').as('bytes'))
    .where('version.to_gen', 'is', null)
    .where('object.role', '=', 'data')
    .where('object.sha256', 'not in', (older) =>
      older
        .selectFrom('version_object as old')
        .innerJoin('version as ended', 'ended.id', 'old.version_id')
        .select('old.sha256')
        .where('ended.to_gen', 'is not', null),
    )
    .executeTakeFirstOrThrow()
  const sockets = new Set<Socket>()
  server.intercept = (req) => {
    sockets.add(req.socket)
    return false
  }
  await sync(server, own)
  server.intercept = () => false
  await rm(own, { recursive: true })
  const sent = [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0)
  return [atMost('sync of 1 % news, bytes sent', sent, Number(news.bytes), 'bytes', 1.02)]
}

/** Two tables published together, again and again, while queries join them. */
async function mixedReads(server: TestDistribution, dir: string): Promise<BenchRow> {
  const publish = (seed: number) => {
    const files = [1, 2, 3, 4].map((part) => `SELECT ${seed} AS g, i FROM range(${part}, 99) t(i)`)
    const content = { columns: { g: 'INTEGER', i: 'BIGINT' }, files }
    return server.publish({ [table]: null, 'x/a': content, 'x/b': content })
  }
  await publish(0)
  await sync(server, dir)
  const stop = new AbortController()
  const publications = (async () => {
    for (let seed = 1; !stop.signal.aborted; seed++) {
      await publish(seed)
      await sync(server, dir)
    }
  })()
  let mixed = 0
  const sql = 'SELECT DISTINCT a.g AS a, b.g AS b FROM a CROSS JOIN b'
  for (let query = 0; query < QUERIES; query++) {
    const io = memoryIo({ cwd: dir })
    const code = await runAnalyst(['query', sql, '--format', 'json'], io)
    await new Promise(setImmediate)
    const rows: readonly { a: number; b: number }[] = code === 0 ? JSON.parse(io.out()) : []
    if (rows.length !== 1 || rows[0]?.a !== rows[0]?.b) mixed++
  }
  stop.abort()
  await publications
  return atMost('queries that saw two generations', mixed, QUERIES, 'queries', 0)
}

async function sync(server: TestDistribution, dir: string): Promise<void> {
  await mkdir(dir, { recursive: true })
  const args = ['sync', '--server', server.url, '--dir', dir]
  const { code, stderr } = await runAnalystProcess(args, { token: 'all' })
  if (code !== 0) throw new Error(`analyst sync ended with ${code}: ${stderr}`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  // What an earlier run left to be written must not slow this one.
  await run('sync')
  const started = performance.now()
  await work()
  return performance.now() - started
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1)
  return Math.round(middle.reduce((sum, figure) => sum + figure, 0) / middle.length)
}

if (import.meta.main) console.table(await benchSync())
