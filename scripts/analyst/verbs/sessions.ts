import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { BadRequest } from '#core/errors.ts'
import { note, type Io } from '../io.ts'
import { pushInBackground } from '../push-in-background.ts'
import { pushTranscripts } from '../push-transcripts.ts'
import { serverOf } from '../server-of.ts'
import { setSessionHook } from '../session-hook.ts'
import { sessionServer, type SessionServer } from '../session-server.ts'
import { oneLine } from '../text-table.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace, type Workspace } from '../workspace.ts'

interface Context {
  readonly server: SessionServer
  readonly workspace: Workspace
  readonly io: Io
  /** Whether nothing is asked before something is lost. */
  readonly yes: boolean
}

type Action = (context: Context, names: readonly string[]) => Promise<number | void>

const actions: Readonly<Record<string, Action>> = {
  list,
  show,
  push: ({ server, workspace, io }, files) => pushTranscripts(server, workspace, io, files),
  hook,
  delete: remove,
  private: setPrivate(true),
  public: setPrivate(false),
}

export default defineVerb({
  name: 'sessions',
  summary: 'Your Claude Code sessions on the server: list, show, push, delete, private, public',
  positionals:
    'list | show ID | push [FILE…] | hook on|off | delete ID… | private ID… | public ID…',
  details: [
    'push sends what is new in files, in folders, or without a name in all projects of Claude Code. hook on has',
    'Claude Code send the sessions of this folder whenever one ends (.claude/settings.local.json), off ends that.',
  ].join('\n'),
  options: {
    dir: dirOption,
    yes: { type: 'boolean', description: 'With delete: asks nothing' },
    hook: {
      type: 'boolean',
      description: 'With push: what Claude Code calls, it goes on by itself',
    },
  },
  async run({ dir, hook, yes }, io, [action = 'list', ...names]) {
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined
    if (!act) throw new BadRequest('bad_arguments', `there is no “sessions ${action}”`)
    if (names.length === 0 && action !== 'list' && action !== 'push') {
      throw new BadRequest('bad_arguments', `sessions ${action}: which one?`)
    }
    const workspace = findWorkspace(dir, io.cwd)
    if (hook && action === 'push') return await pushInBackground(workspace, io)
    const { url, access } = await serverOf(workspace, io)
    const server = sessionServer(url, access, io.signal)
    return await act({ server, workspace, io, yes }, names)
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

async function remove({ server, io, yes }: Context, ids: readonly string[]): Promise<number> {
  for (const id of ids) {
    if (!yes && io.stdin.isTTY && !(await agrees(io, id))) return 1
    await server.remove(id)
    io.stdout.write(`deleted ${id}; it is not collected again\n`)
  }
  return 0
}

/** Only a person is asked; a program has said what it wants. No answer is none that agrees. */
async function agrees(io: Io, id: string): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, output: io.stderr })
  const closed = once(lines, 'close').then(() => '')
  try {
    const question = `Delete ${id} with its copy and its figures on the server, for good? [y/N] `
    const answer = await Promise.race([lines.question(question, { signal: io.signal }), closed])
    return /^y(?:es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}

function setPrivate(isPrivate: boolean): Action {
  return async ({ server, io }, ids) => {
    for (const id of ids) {
      await server.setPrivate(id, isPrivate)
      io.stdout.write(`${isPrivate ? 'private' : 'public'} ${id}\n`)
    }
  }
}

async function hook({ workspace, io }: Context, [word]: readonly string[]): Promise<void> {
  if (word !== 'on' && word !== 'off') {
    throw new BadRequest('bad_arguments', 'sessions hook: on or off?')
  }
  const changed = await setSessionHook(workspace, word === 'on' ? io.program : undefined)
  const state = word === 'on' ? 'are sent when they end' : 'are no longer sent by themselves'
  io.stdout.write(`${changed ? '' : 'unchanged: '}the sessions of ${workspace.dir} ${state}\n`)
}
