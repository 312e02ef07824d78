import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, messageOf, Unavailable } from '#core/errors.ts'
import { verifyRoot } from '#core/sync/signature.ts'
import { openAccess } from './access.ts'
import { readPointer } from './current-pointer.ts'
import { loadDuckdb } from './duckdb.ts'
import { formatBytes } from './format-bytes.ts'
import { readGenerationRecord } from './generation-record.ts'
import type { Io } from './io.ts'
import { openViews } from './open-views.ts'
import { notSynced } from './read-json.ts'
import { checkPinnedKey, fingerprint, readServerRecord } from './server-record.ts'
import { syncServer } from './sync-server.ts'
import { quotedName } from './view-sql.ts'
import type { Workspace } from './workspace.ts'

/** What one check found; `remedy` comes with what failed. */
export interface CheckResult {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
  readonly remedy?: string
}

const leastNode = 20
const leastFreeBytes = 1024 ** 3

/** Runs every check, also after one has failed; `deep` reads all data again. */
export async function runChecks(
  workspace: Workspace,
  io: Io,
  deep: boolean,
): Promise<readonly CheckResult[]> {
  const checks: Readonly<Record<string, () => Promise<string>>> = {
    node: checkNode,
    disk: () => checkDisk(workspace),
    server: () => checkServer(workspace, io),
    duckdb: async () => `DuckDB ${(await loadDuckdb(io)).version()}`,
    files: () => checkFiles(workspace, deep),
    views: () => checkViews(workspace, io),
  }
  const results: CheckResult[] = []
  for (const [name, check] of Object.entries(checks)) {
    try {
      results.push({ name, ok: true, detail: await check() })
    } catch (error) {
      const remedy = error instanceof AppError ? error.remedy : undefined
      const detail = messageOf(error)
      results.push({ name, ok: false, detail, ...(remedy === undefined ? {} : { remedy }) })
    }
  }
  return results
}

async function checkNode(): Promise<string> {
  const { node } = process.versions
  if (Number.parseInt(node, 10) >= leastNode) return `version ${node}`
  const remedy = `Install Node ${leastNode} or later from https://nodejs.org.`
  throw new Unavailable('old_node', `version ${node} is too old`, { remedy })
}

async function checkDisk(workspace: Workspace): Promise<string> {
  await mkdir(workspace.control, { recursive: true })
  const { bavail, bsize } = await statfs(workspace.control)
  const free = bavail * bsize
  if (free >= leastFreeBytes) return `${formatBytes(free)} free`
  const remedy = 'Free some space; `analyst prune --keep 1` may help.'
  throw new Unavailable('disk_full', `only ${formatBytes(free)} are free`, { remedy })
}

async function checkServer(workspace: Workspace, io: Io): Promise<string> {
  const known = await readServerRecord(workspace)
  if (!known) throw notSynced(workspace.dir)
  const access = await openAccess(workspace, known.url, io)
  const server = syncServer(known.url, access, io.signal)
  try {
    const answer = await server.root()
    const root = verifyRoot(answer.kind === 'root' ? answer.body : undefined)
    if (known.key) checkPinnedKey(known.key, root.key, known.url)
    const key = fingerprint(root.key)
    return `${known.url} answers, this folder may sync ${root.tables.length} tables, key ${key}`
  } finally {
    server.close()
  }
}

async function checkFiles(workspace: Workspace, deep: boolean): Promise<string> {
  const pointer = await readPointer(workspace)
  const record =
    pointer && (await readGenerationRecord(join(workspace.generations, pointer.folder)))
  if (!record) throw notSynced(workspace.dir)
  const broken: string[] = []
  let bytes = 0
  for (const sha256 of record.objects) {
    const file = join(workspace.objects, sha256)
    const size = await sizeOf(file)
    bytes += size ?? 0
    if (size === undefined || (deep && (await hashOf(file)) !== sha256)) broken.push(sha256)
  }
  if (broken.length === 0) {
    return `${record.objects.length} objects, ${formatBytes(bytes)}${deep ? ', every hash right' : ''}`
  }
  throw new Unavailable('objects_damaged', `${broken.length} objects are missing or damaged`, {
    remedy: `Delete ${workspace.objects}/${broken[0]} and the like, delete ${workspace.current}, run \`analyst sync\`.`,
  })
}

async function checkViews(workspace: Workspace, io: Io): Promise<string> {
  const views = await openViews(workspace, await loadDuckdb(io))
  try {
    const listed = await views.connection.runAndReadAll(
      'SELECT view_name FROM duckdb_views() WHERE NOT internal',
    )
    const names = listed.getRows().map(([name]) => String(name))
    for (const name of names)
      await views.connection.run(`SELECT * FROM ${quotedName(name)} LIMIT 0`)
    return `${names.length} can be read`
  } finally {
    await views.close()
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk)
  return hash.digest('hex')
}
