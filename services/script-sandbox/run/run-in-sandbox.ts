import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Unavailable } from '#core/errors.ts'
import { wallCommand, wallEnvironment } from '../wall/wall-command.ts'
import { runImage } from './run-image.ts'
import { runProgram, type ProgramEnd } from './run-program.ts'
import type { RunAnswer, RunRequest } from './run-request.ts'

/** Where things are that runs need. */
export interface SandboxPlace {
  /** Where an object lies, by its SHA-256. */
  objectPath(sha256: string): string
  readonly python: string
  /** The file of the seccomp filter. */
  readonly filter: string
  readonly root: string
}

const GIGABYTE = 2 ** 30
/** V8 reserves address space that it never uses. */
const addressSpaces = { py: 4 * GIGABYTE, js: 8 * GIGABYTE, sql: 8 * GIGABYTE } as const

/** Runs one program behind the wall, in a folder of its own that is gone afterwards. */
export async function runInSandbox(place: SandboxPlace, request: RunRequest): Promise<RunAnswer> {
  const { language, fileName, source, wallSeconds } = request
  if (language === 'py' && !existsSync(place.python)) {
    throw new Unavailable('no_python', `There is no Python at ${place.python}`, {
      remedy:
        'Run the stack in containers, whose sandbox has Python, or write the script in SQL or JavaScript.',
    })
  }
  const scratch = await mkdtemp(join(tmpdir(), 'run-'))
  try {
    const file = join(scratch, fileName)
    await writeFile(file, source)
    await mkdir(join(scratch, '.matplotlib'))
    const tables = request.tables.map(({ schema, name, objects }) => ({
      schema,
      name,
      files: objects.map((sha256) => place.objectPath(sha256)),
    }))
    await writeFile(join(scratch, '.tables.json'), JSON.stringify(tables))
    const inside = join(place.root, 'services/script-sandbox/inside')
    const modules = (name: string) => join(place.root, 'node_modules', name)
    const wall = wallCommand(
      {
        scratch,
        files: [join(place.root, 'package.json'), ...tables.flatMap(({ files }) => files)],
        programs: [inside, modules('@duckdb'), modules('zod'), dirname(process.execPath)],
        filter: place.filter,
        addressSpace: addressSpaces[language],
      },
      existsSync,
    )
    const command = [...wall, ...programOf(place, language, file, inside)]
    const env = wallEnvironment(scratch, `${join(inside, 'bin')}:${dirname(process.execPath)}`)
    const end = await runProgram({ command, cwd: scratch, env, wallSeconds })
    const image = await runImage(scratch, end.stdout)
    return { ...answerOf(end), ...(image && { image }) }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function programOf(
  { python }: SandboxPlace,
  language: RunRequest['language'],
  file: string,
  inside: string,
): readonly string[] {
  const node = [
    process.execPath,
    '--max-old-space-size=256',
    '--disable-warning=ExperimentalWarning',
  ]
  if (language === 'sql') return [...node, join(inside, 'query.ts'), '--document', file]
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
  if (exitCode === 0) return { ...said, status: 'ok' }
  const memory = /MemoryError|heap out of memory|std::bad_alloc|Out of Memory Error/.test(stderr)
  return { ...said, status: memory ? 'out_of_memory' : 'failed' }
}
