import { existsSync } from 'node:fs'
import { readFile, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, messageOf, Unavailable } from '#core/errors.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import { verifyRoot } from '#core/sync/signature.ts'
import { quoteName } from '#core/sync/sql-text.ts'
import { openAccess } from './access.ts'
import { brokenObjects } from './broken-objects.ts'
import { readPointer } from './current-pointer.ts'
import { loadDuckdb } from './duckdb.ts'
import { currentRecord } from './generation-record.ts'
import type { Io } from './io.ts'
import { openViews } from './open-views.ts'
import { notSynced } from './read-json.ts'
import { checkPinnedKey, fingerprint, readServerRecord } from './server-record.ts'
import { syncServer } from './sync-server.ts'
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
    ...(existsSync(workspace.hookLog) && { sessions: () => checkSessions(workspace) }),
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
  const { bavail, bsize } = await statfs(nearestFolder(workspace.control))
  const free = bavail * bsize
  if (free >= leastFreeBytes) return `${formatBytes(free)} free`
  const remedy = 'Free some space; `analyst prune --keep 1` may help.'
  throw new Unavailable('disk_full', `only ${formatBytes(free)} are free`, { remedy })
}

/** A check makes nothing: the folder may not be there before the first sync. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path))
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
  const record = await currentRecord(workspace, await readPointer(workspace))
  if (!record) throw notSynced(workspace.dir)
  const { broken, bytes } = await brokenObjects(workspace, record, deep)
  if (broken.length === 0) {
    return `${record.objects.length} objects, ${formatBytes(bytes)}${deep ? ', every hash right' : ''}`
  }
  throw new Unavailable('objects_damaged', `${broken.length} objects are missing or damaged`, {
    remedy: 'Run `analyst sync --repair`: it fetches them anew.',
  })
}

async function checkViews(workspace: Workspace, io: Io): Promise<string> {
  const views = await openViews(workspace, await loadDuckdb(io))
  try {
    const listed = await views.connection.runAndReadAll(
      'SELECT view_name FROM duckdb_views() WHERE NOT internal',
    )
    const names = listed.getRows().map(([name]) => String(name))
    for (const name of names) await views.connection.run(`SELECT * FROM ${quoteName(name)} LIMIT 0`)
    return `${names.length} can be read`
  } finally {
    await views.close()
  }
}

/** Nobody sees what a push says that Claude Code began. */
async function checkSessions({ hookLog }: Workspace): Promise<string> {
  const said = (await readFile(hookLog, 'utf8')).trim()
  if (/ transcripts had something new$/.test(said)) return said.split('\n').at(-1) ?? ''
  const why = said.slice(0, 300) || 'it still goes on, or was ended'
  throw new Unavailable('push_failed', `the last session was not sent: ${why}`, {
    remedy: 'Run `analyst sessions push`: it sends all that is left.',
  })
}
