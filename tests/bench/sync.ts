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
import type { BenchRow } from './conversion.ts'

const run = promisify(execFile)
const table = 'sales/orders'

/** How much is measured; the defaults are what the goals speak of. */
export interface SyncBenchOptions {
  /** Files of 1 MiB in the first sync. */
  readonly files?: number
  readonly rounds?: number
  readonly queries?: number
  readonly print?: (line: string) => void
}

/**
 * Syncing against `rsync -a` over ssh on loopback, taken in turns, medians; the analyst's side is the
 * whole process from start to end with views and hashes checked. Then what a sync without news and one
 * with 1 % news cost, and whether any query sees two generations. Without rsync and sshd those rows are
 * left out, and `print` says why.
 */
export async function benchSync(options: SyncBenchOptions = {}): Promise<readonly BenchRow[]> {
  const { files = 2000, rounds = 4, queries = 500, print = console.error } = options
  const folder = await mkdtemp(join(tmpdir(), 'bench-sync-'))
  const server = await startDistribution()
  const missing = await missingForRsync()
  if (missing !== undefined) print(`sync against rsync is left out: ${missing}`)
  const ssh = missing === undefined ? await startSshServer() : undefined
  try {
    await publishFiles(server, files, 0)
    const tree = await rsyncTree(server, join(folder, 'tree'))
    const rows = ssh ? await againstRsync(server, ssh, { folder, tree, rounds }) : []
    return [
      ...rows,
      ...(await withNews(server, folder, files)),
      await mixedReads(server, join(folder, 'reader'), queries),
    ]
  } finally {
    await ssh?.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** About 1 MiB of what cannot be packed smaller; the first `changed` files differ from the last time. */
async function publishFiles(
  server: TestDistribution,
  files: number,
  changed: number,
): Promise<void> {
  const select = (file: number) => {
    const seed = file < changed ? file + files : file
    return `SELECT hash(i + ${seed} * 1000003) AS a, hash(i * 7 + ${seed} * 999983) AS b FROM range(62000) t(i)`
  }
  await server.publish({
    [table]: {
      columns: { a: 'UBIGINT', b: 'UBIGINT' },
      files: Array.from({ length: files }, (_, file) => select(file)),
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
  { folder, tree, rounds }: { folder: string; tree: string; rounds: number },
): Promise<readonly BenchRow[]> {
  const first = { ours: [] as number[], peer: [] as number[] }
  const again = { ours: [] as number[], peer: [] as number[] }
  let requests = 0
  for (let round = 0; round < rounds; round++) {
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
    row('first sync, wall', median(first.ours), median(first.peer), 'ms', 1),
    row('sync without news, wall', median(again.ours), median(again.peer), 'ms', 1),
    row('sync without news, requests', requests, 1, 'requests', 1),
  ]
}

/** One file in a hundred changes: everything on the wire beside the size of what changed. */
async function withNews(
  server: TestDistribution,
  folder: string,
  files: number,
): Promise<readonly BenchRow[]> {
  const own = join(folder, 'news')
  await sync(server, own)
  const changed = Math.max(1, Math.round(files / 100))
  await publishFiles(server, files, changed)
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
  return [row('sync of 1 % news, bytes sent', sent, Number(news.bytes), 'bytes', 1.02)]
}

/** Two tables published together, again and again, while queries join them. */
async function mixedReads(
  server: TestDistribution,
  dir: string,
  queries: number,
): Promise<BenchRow> {
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
  for (let query = 0; query < queries; query++) {
    const io = memoryIo({ cwd: dir })
    const code = await runAnalyst(['query', sql, '--format', 'json'], io)
    await new Promise(setImmediate)
    const rows: readonly { a: number; b: number }[] = code === 0 ? JSON.parse(io.out()) : []
    if (rows.length !== 1 || rows[0]?.a !== rows[0]?.b) mixed++
  }
  stop.abort()
  await publications
  return row('queries that saw two generations', mixed, queries, 'queries', 0)
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
  return middle.reduce((sum, figure) => sum + figure, 0) / middle.length
}

function row(name: string, ours: number, peer: number, unit: string, limit: number): BenchRow {
  return { name, ours: Math.round(ours), peer: Math.round(peer), ratio: ours / peer, unit, limit }
}

if (import.meta.main) console.table(await benchSync())
