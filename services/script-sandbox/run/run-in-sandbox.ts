import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Unavailable } from '#core/errors.ts'
import { scriptEnvironment } from '../wall/script-environment.ts'
import type { ScriptUser, Wall } from '../wall/wall.ts'
import type { ProcessWatch } from './process-watch.ts'
import { removeFolder } from './remove-folder.ts'
import { runImage } from './run-image.ts'
import { runProgram, type ProgramEnd } from './run-program.ts'
import type { RunAnswer, RunRequest } from './run-request.ts'
import { makeScratchFolder } from './scratch-folder.ts'

/** Where things are that runs need. */
export interface SandboxPlace {
  /** In which each run has its own. */
  readonly folder: string
  /** Where an object lies, by its SHA-256. */
  objectPath(sha256: string): string
  readonly python: string
  /** The file of the seccomp filter. */
  readonly filter: string
  readonly root: string
  /** As whom scripts run; undefined for the user of this process. */
  readonly user: ScriptUser | undefined
  readonly processes: ProcessWatch
}

/** Runs one program behind the wall, in a folder of its own that is gone afterwards; it ends when its asker has `left`. */
export async function runInSandbox(
  place: SandboxPlace,
  wall: Wall,
  request: RunRequest,
  left?: AbortSignal,
): Promise<RunAnswer> {
  const { filter, folder, processes, python, root, user } = place
  if (request.language === 'py' && !existsSync(python)) {
    throw new Unavailable('no_python', `There is no Python at ${python}`, {
      remedy:
        'Run the stack in containers, whose sandbox has Python, or write the script in SQL or JavaScript.',
    })
  }
  const tables = request.tables.map(({ schema, name, objects }) => ({
    schema,
    name,
    files: objects.map((sha256) => place.objectPath(sha256)),
  }))
  const objects = tables.flatMap(({ files }) => files)
  if (objects.length > wall.maxFiles) {
    throw new Unavailable('too_many_files', `The tables consist of ${objects.length} files`, {
      remedy: `Scripts here can read ${wall.maxFiles}: grant the owner fewer tables, or partition them less.`,
    })
  }
  const { scratch, script } = await makeScratchFolder(folder, request, tables, user)
  try {
    const inside = join(root, 'services/script-sandbox/inside')
    const modules = (name: string) => join(root, 'node_modules', name)
    const node = dirname(process.execPath)
    const behind = wall.command({
      scratch,
      files: [join(root, 'package.json'), ...objects],
      programs: [inside, modules('@duckdb'), modules('zod'), node],
      filter,
      user,
    })
    const command = [...behind, ...programOf(python, request.language, script, inside)]
    const env = scriptEnvironment(scratch, `${join(inside, 'bin')}:${node}`)
    const { wallSeconds } = request
    const end = await runProgram({ command, cwd: scratch, env, wallSeconds, processes, left })
    const image = await runImage(scratch, end.stdout)
    return { ...answerOf(end), ...(image && { image }) }
  } finally {
    await removeFolder(scratch)
  }
}

function programOf(
  python: string,
  language: RunRequest['language'],
  file: string,
  inside: string,
): readonly string[] {
  const node = [
    process.execPath,
    '--max-old-space-size=256',
    '--disable-warning=ExperimentalWarning',
  ]
  if (language === 'sql') return [...node, join(inside, 'query.ts'), '--file', file]
  if (language === 'js') return [...node, '--input-type=module', '--eval', importFile(file)]
  return [python, '-I', join(inside, 'python/run_script.py'), file]
}

/** A script may be a module or not; either way its name is no module of ours. */
function importFile(file: string): string {
  return `await import(${JSON.stringify(`file://${file}`)})`
}

function answerOf({ ended, exitCode, stdout, stderr, durationMs }: ProgramEnd): RunAnswer {
  const said = { exitCode, stdout, stderr, durationMs }
  if (ended === 'too long') return { ...said, status: 'timeout' }
  if (ended === 'too much output') return { ...said, status: 'too_much_output', stdout: '' }
  if (ended === 'too much written') return { ...said, status: 'too_much_written' }
  if (ended === 'too many processes') return { ...said, status: 'too_many_processes' }
  if (exitCode === 0) return { ...said, status: 'ok' }
  const memory = /MemoryError|heap out of memory|std::bad_alloc|Out of Memory Error/.test(stderr)
  return { ...said, status: memory ? 'out_of_memory' : 'failed' }
}
