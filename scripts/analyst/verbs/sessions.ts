import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join, relative, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { AppError, BadRequest, messageOf } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { openAccess } from '../access.ts'
import { note, type Io } from '../io.ts'
import { pushTranscript, type PushRecord } from '../push-transcript.ts'
import { readJsonIfPresent } from '../read-json.ts'
import { readServerRecord } from '../server-record.ts'
import { sessionServer, type SessionServer } from '../session-server.ts'
import { oneLine } from '../text-table.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace, type Workspace } from '../workspace.ts'

const records = z.record(z.string(), z.object({ done: z.number(), head: z.string() }))
const hookInput = z.object({ transcript_path: z.string() })
const projects = join(homedir(), '.claude/projects')

interface Context {
  readonly server: SessionServer
  readonly workspace: Workspace
  readonly io: Io
  readonly hook: boolean
}

const actions: Readonly<
  Record<string, (context: Context, names: readonly string[]) => Promise<number | void>>
> = {
  list,
  show,
  push,
  delete: remove,
  private: hide,
  public: reveal,
}

export default defineVerb({
  name: 'sessions',
  summary: 'Your Claude Code sessions on the server: list, show, push, delete, private, public',
  positionals: 'list | show ID | push [FILE…] | delete ID… | private ID… | public ID…',
  details: [
    'push without a file sends what is new in ~/.claude/projects. As a hook of Claude Code, at the end of a',
    'session (settings.json, hooks, SessionEnd): analyst sessions push --hook',
  ].join('\n'),
  options: {
    dir: dirOption,
    hook: { type: 'boolean', description: 'Read the name of the transcript from a hook’s input' },
  },
  async run({ dir, hook }, io, [action = 'list', ...names]) {
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined
    if (!act) throw new BadRequest('bad_arguments', `there is no “sessions ${action}”`)
    if (names.length === 0 && action !== 'list' && action !== 'push') {
      throw new BadRequest('bad_arguments', `sessions ${action}: which one?`)
    }
    const workspace = findWorkspace(dir, io.cwd)
    const url = (await readServerRecord(workspace))?.url
    if (url === undefined) {
      throw new BadRequest('server_missing', `${workspace.dir} belongs to no server yet`, {
        remedy: 'Run `analyst login --server URL` first.',
      })
    }
    const access = await openAccess(workspace, url, io)
    return await act({ server: sessionServer(url, access, io.signal), workspace, io, hook }, names)
  },
})

async function list({ server, io }: Context): Promise<void> {
  const sessions = await server.list()
  if (sessions.length === 0) note(io, 'nothing was collected yet: analyst sessions push')
  for (const one of sessions) {
    const { id, start, title, userTurns, activeMs } = one
    const minutes = `${Math.round(activeMs / 60_000)} min`
    const mark = one.private ? 'private' : ''
    io.stdout.write(
      `${[id, start ?? '', minutes, `${userTurns} turns`, oneLine(title ?? ''), mark].join('\t').trimEnd()}\n`,
    )
  }
}

async function show({ server, io }: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) io.stdout.write(await server.text(id))
}

async function remove({ server, io }: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await server.remove(id)
    io.stdout.write(`deleted ${id}; it is not collected again\n`)
  }
}

async function hide({ server, io }: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await server.setPrivate(id, true)
    io.stdout.write(`private ${id}\n`)
  }
}

async function reveal({ server, io }: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await server.setPrivate(id, false)
    io.stdout.write(`public ${id}\n`)
  }
}

/** One transcript that cannot be sent keeps no other from it; the exit code tells. */
async function push(context: Context, given: readonly string[]): Promise<number> {
  const { server, workspace, io, hook } = context
  const place = join(workspace.control, 'pushed.json')
  const known: Record<string, PushRecord> = {
    ...records.catch({}).parse(await readJsonIfPresent(place)),
  }
  const files = hook ? [await fromHook(io)] : given.length > 0 ? given : await allTranscripts()
  let sent = 0
  let failed = 0
  for (const file of files) {
    const pushed = await pushTranscript(server, file, nameOf(file), known[file]).catch(
      (error: unknown) => {
        if (!isOfOneFile(error)) throw error
        note(io, `${file}: ${messageOf(error)}`)
        failed += 1
      },
    )
    if (pushed === undefined) continue
    if (pushed === 'left-out') {
      note(io, `${basename(file)}: you left it out`)
      continue
    }
    const before = known[file]
    if (pushed.done !== before?.done || pushed.head !== before.head) sent += 1
    known[file] = pushed
    await publishFile(place, JSON.stringify(known), 0o600)
  }
  io.stdout.write(`${sent} of ${files.length} transcripts had something new\n`)
  return failed > 0 ? 1 : 0
}

/** What cannot be read or is not taken, as opposed to a server that takes nothing at all. */
function isOfOneFile(error: unknown): boolean {
  if (error instanceof AppError) return [400, 413].includes(error.status)
  return ['ENOENT', 'EACCES', 'EPERM', 'EISDIR'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  )
}

async function fromHook(io: Io): Promise<string> {
  const input = await text(io.stdin)
  try {
    return hookInput.parse(JSON.parse(input)).transcript_path
  } catch (cause) {
    throw new BadRequest('bad_hook', 'the hook’s input names no transcript', { cause })
  }
}

async function allTranscripts(): Promise<readonly string[]> {
  const found = await readdir(projects, { recursive: true }).catch(
    (error: NodeJS.ErrnoException): readonly string[] => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  return found
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(projects, name))
    .toSorted()
}

/** How a transcript is called on the server: as Claude Code lays it down, else by its own name. */
function nameOf(file: string): string {
  const below = relative(projects, file)
  const inside = below !== '' && !below.startsWith('..') && !below.startsWith(sep)
  return inside ? below.split(sep).join('/') : basename(file)
}
