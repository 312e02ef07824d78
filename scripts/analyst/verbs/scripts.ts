import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { BadRequest, messageOf } from '#core/errors.ts'
import { note, type Io } from '../io.ts'
import { printable } from '../printable.ts'
import { scriptServer, type ScriptRun, type ScriptServer } from '../script-server.ts'
import { serverOf } from '../server-of.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'

type Action = (server: ScriptServer, names: readonly string[], io: Io) => Promise<number | void>

const actions: Readonly<Record<string, Action>> = {
  ...{ list, push, run, logs, remove },
  pause: pause(true),
  resume: pause(false),
}

export default defineVerb({
  name: 'scripts',
  summary: 'Your notification scripts on the server: push, list, run, logs, pause, resume, remove',
  positionals: 'push FILE… | list | (run | logs | pause | resume | remove) NAME…',
  details: [
    'A script is .sql, .py or .js; its first comments say when it runs:',
    '  -- schedule: 0 8 * * *     five cron fields in UTC, or manual',
    'One that is paused runs by hand only, until it is resumed.',
  ].join('\n'),
  options: { dir: dirOption },
  async run(values, io, [action = 'list', ...names]) {
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined
    if (!act) {
      throw new BadRequest('bad_arguments', `there is no “scripts ${action}”`, {
        remedy: `There are ${Object.keys(actions).join(', ')}.`,
      })
    }
    if (action !== 'list' && names.length === 0)
      throw new BadRequest('bad_arguments', `scripts ${action}: which one?`)
    const { url, access } = await serverOf(findWorkspace(values.dir, io.cwd), io)
    return act(scriptServer(url, access, io.signal), names, io)
  },
})

async function list(server: ScriptServer, _names: readonly string[], io: Io): Promise<void> {
  const scripts = await server.list()
  if (scripts.length === 0) note(io, 'no script yet: analyst scripts push FILE')
  for (const { name, schedule, problems, paused, lastRun, nextRunAt } of scripts) {
    const state = lastRun ? `${lastRun.status} ${lastRun.startedAt ?? ''}` : 'never ran'
    const next = paused ? 'paused' : `next ${nextRunAt ?? 'by hand'}`
    io.stdout.write(`${name}\t${schedule}\t${state}\t${next}\n`)
    for (const problem of problems) note(io, printable(`  ${name}: ${problem}`))
  }
}

async function push(server: ScriptServer, files: readonly string[], io: Io): Promise<number> {
  let wrong = 0
  for (const file of files) {
    const problems = await server.push(basename(file), await bytesOf(file, io.cwd))
    io.stdout.write(`pushed ${basename(file)}\n`)
    for (const problem of problems) note(io, printable(`  ${problem}`))
    wrong += problems.length
  }
  return wrong > 0 ? 1 : 0
}

/** As they are: what is no text must not be made into some on the way. */
async function bytesOf(file: string, cwd: string): Promise<Buffer> {
  try {
    return await readFile(resolve(cwd, file))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'there is no such file',
      EISDIR: 'it is a folder',
      EACCES: 'you may not read it',
    }
    throw new BadRequest('file_unreadable', `${file}: ${reasons[code ?? ''] ?? messageOf(cause)}`, {
      remedy: 'Name the file of a script on this machine.',
      cause,
    })
  }
}

async function run(server: ScriptServer, names: readonly string[], io: Io): Promise<number> {
  let failed = 0
  for (const name of names) {
    note(io, `running ${name} …`)
    const ended = await server.run(name)
    show(name, ended, io)
    if (ended.status === 'failed') failed += 1
  }
  return failed > 0 ? 1 : 0
}

async function logs(server: ScriptServer, names: readonly string[], io: Io): Promise<void> {
  for (const name of names) {
    const runs = await server.runs(name)
    if (runs.length === 0) note(io, `${name} has not run yet`)
    for (const ended of runs.toReversed()) show(name, ended, io)
  }
}

async function remove(server: ScriptServer, names: readonly string[], io: Io): Promise<void> {
  for (const name of names) {
    await server.remove(name)
    io.stdout.write(`removed ${name}\n`)
  }
}

function pause(paused: boolean): Action {
  return async (server, names, io) => {
    for (const name of names) {
      await server.setPaused(name, paused)
      io.stdout.write(`${paused ? 'paused' : 'resumed'} ${name}\n`)
    }
  }
}

function show(
  name: string,
  { status, startedAt, stdout, stderr, error, remedy, output }: ScriptRun,
  io: Io,
): void {
  const head = `${startedAt ?? ''} ${name}: ${status}${error ? `: ${error}` : ''}\n`
  io.stdout.write(printable(head.trimStart()))
  if (status === 'notified')
    for (const [what, text] of Object.entries(output ?? {}))
      io.stdout.write(printable(`${what}: ${text}\n`))
  if (remedy) note(io, `  remedy: ${remedy}`)
  for (const printed of [stdout, stderr])
    // CRLF is how some programs end a line.
    if (printed?.trim())
      io.stdout.write(`${printable(printed.trimEnd().replaceAll('\r\n', '\n'))}\n`)
}
