import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { BadRequest } from '#core/errors.ts'
import { openAccess } from '../access.ts'
import { note, type Io } from '../io.ts'
import { printable } from '../printable.ts'
import { scriptServer, type ScriptRun, type ScriptServer } from '../script-server.ts'
import { readServerRecord } from '../server-record.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'

type Action = (server: ScriptServer, names: readonly string[], io: Io) => Promise<number | void>

const actions: Readonly<Record<string, Action>> = { list, push, run, logs, remove }

export default defineVerb({
  name: 'scripts',
  summary: 'Your notification scripts on the server: push, list, run, logs, remove',
  positionals: 'push FILE… | list | run NAME | logs NAME | remove NAME',
  details: [
    'A script is .sql, .py or .js; its first comments say when it runs:',
    '  -- schedule: 0 8 * * *     five cron fields in UTC, or manual',
  ].join('\n'),
  options: { dir: dirOption },
  async run(values, io, [action = 'list', ...names]) {
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined
    if (!act) throw new BadRequest('bad_arguments', `there is no “scripts ${action}”`)
    if (action !== 'list' && names.length === 0)
      throw new BadRequest('bad_arguments', `scripts ${action}: which one?`)
    const workspace = findWorkspace(values.dir, io.cwd)
    const url = (await readServerRecord(workspace))?.url
    if (url === undefined) {
      throw new BadRequest('server_missing', `${workspace.dir} belongs to no server yet`, {
        remedy: 'Run `analyst login --server URL` first.',
      })
    }
    return act(scriptServer(url, await openAccess(workspace, url, io), io.signal), names, io)
  },
})

async function list(server: ScriptServer, _names: readonly string[], io: Io): Promise<void> {
  const scripts = await server.list()
  if (scripts.length === 0) note(io, 'no script yet: analyst scripts push FILE')
  for (const { name, schedule, problems, lastRun, nextRunAt } of scripts) {
    const state = lastRun ? `${lastRun.status} ${lastRun.startedAt ?? ''}` : 'never ran'
    io.stdout.write(`${name}\t${schedule}\t${state}\tnext ${nextRunAt ?? 'by hand'}\n`)
    for (const problem of problems) note(io, `  ${name}: ${problem}`)
  }
}

async function push(server: ScriptServer, files: readonly string[], io: Io): Promise<number> {
  let wrong = 0
  for (const file of files) {
    const problems = await server.push(basename(file), await readFile(file, 'utf8'))
    io.stdout.write(`pushed ${basename(file)}\n`)
    for (const problem of problems) note(io, `  ${problem}`)
    wrong += problems.length
  }
  return wrong > 0 ? 1 : 0
}

async function run(server: ScriptServer, names: readonly string[], io: Io): Promise<number> {
  let failed = 0
  for (const name of names) {
    const ended = await server.run(name)
    show(name, ended, io)
    if (ended.status === 'failed') failed += 1
  }
  return failed > 0 ? 1 : 0
}

async function logs(server: ScriptServer, names: readonly string[], io: Io): Promise<void> {
  for (const name of names)
    for (const ended of (await server.runs(name)).toReversed()) show(name, ended, io)
}

async function remove(server: ScriptServer, names: readonly string[], io: Io): Promise<void> {
  for (const name of names) {
    await server.remove(name)
    io.stdout.write(`removed ${name}\n`)
  }
}

function show(
  name: string,
  { status, startedAt, stdout, stderr, error, remedy }: ScriptRun,
  io: Io,
): void {
  const head = `${startedAt ?? ''} ${name}: ${status}${error ? `: ${error}` : ''}\n`
  io.stdout.write(printable(head.trimStart()))
  if (remedy) note(io, `  remedy: ${remedy}`)
  for (const output of [stdout, stderr])
    // CRLF is how some programs end a line.
    if (output?.trim()) io.stdout.write(`${printable(output.trimEnd().replaceAll('\r\n', '\n'))}\n`)
}
