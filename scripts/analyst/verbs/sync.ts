import { BadRequest, messageOf, NotFound } from '#core/errors.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import { openAccess } from '../access.ts'
import { formatSeconds } from '../format-seconds.ts'
import { note, type Io } from '../io.ts'
import { memoryServer, type MemoryServer } from '../memory-server.ts'
import { pullRules } from '../place-rules.ts'
import { isUnprotected, readServerRecord, serverUrl } from '../server-record.ts'
import { syncServer } from '../sync-server.ts'
import { syncWorkspace, type SyncResult } from '../sync-workspace.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { lockWorkspace } from '../workspace-lock.ts'
import { findWorkspace, type Workspace } from '../workspace.ts'

export default defineVerb({
  name: 'sync',
  summary: 'Fetch what is new and make it current, all tables at once',
  options: {
    server: { type: 'string', value: 'URL', description: 'The portal’s address; remembered' },
    dir: dirOption,
    'allow-rollback': {
      type: 'boolean',
      description: 'Accept an older generation than the current one',
    },
    repair: {
      type: 'boolean',
      description: 'Compare every file with its hash and fetch anew what is broken',
    },
  },
  async run(values, io) {
    const began = performance.now()
    const workspace = findWorkspace(values.dir, io.cwd)
    const url = await chooseServer(workspace, values.server, io)
    const access = await openAccess(workspace, url, io)
    const lock = await lockWorkspace(workspace)
    const server = syncServer(url, access, io.signal)
    try {
      const how = { allowRollback: values['allow-rollback'], repair: values.repair }
      const result = await syncWorkspace({ workspace, server, io, ...how })
      const code = report(result, (performance.now() - began) / 1000, io)
      await bringRules(memoryServer(url, access, io.signal), workspace, io)
      return code
    } finally {
      server.close()
      await lock.release()
    }
  },
})

/** The team's rules come with the data; what keeps them away spoils no sync, and is told. */
async function bringRules(server: MemoryServer, { dir }: Workspace, io: Io): Promise<void> {
  try {
    const changes = await pullRules(server, dir)
    if (changes !== undefined) io.stdout.write(`${changes}\n`)
  } catch (error) {
    if (error instanceof NotFound) return
    if (io.signal.aborted) throw error
    note(io, `warning: the rules of the team stay as they were: ${messageOf(error)}`)
  }
}

async function chooseServer(
  workspace: Workspace,
  given: string | undefined,
  io: Io,
): Promise<string> {
  const url = given === undefined ? (await readServerRecord(workspace))?.url : serverUrl(given)
  if (url === undefined) {
    const remedy = 'Name it once: `analyst sync --server https://data.example.com`.'
    throw new BadRequest('server_missing', `${workspace.dir} belongs to no server yet`, { remedy })
  }
  if (isUnprotected(url))
    note(io, `warning: ${url} is not encrypted: the token can be read on the way`)
  return url
}

function report(result: SyncResult, seconds: number, io: Io): number {
  const { generation, changed, tables, objects, bytes, problems, setAside } = result
  if (setAside !== undefined) note(io, `analytics.duckdb was changed by hand: kept as ${setAside}`)
  for (const [id, problem] of problems) note(io, `error: no view for ${id}: ${problem}`)
  io.stdout.write(
    changed
      ? `generation ${generation}: ${tables} tables, ${objects} objects (${formatBytes(bytes)}) fetched in ${formatSeconds(seconds)}\n`
      : `up to date: generation ${generation}\n`,
  )
  if (problems.size === 0) return 0
  note(io, 'remedy: Run `analyst sync` again; if it stays so, tell the administrator.')
  return 1
}
