import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { messageOf, Unavailable } from '#core/errors.ts'
import { bundledBuild } from './build.ts'
import { note, type Io } from './io.ts'

/** DuckDB's Node library, loaded only by the verbs that need it. */
export type LoadedDuckdb = typeof import('@duckdb/node-api')

/**
 * Loads DuckDB: in a checkout the installed one, in the one-file program the exact version that it was
 * made with, which is fetched once into the user's data folder. Throws Unavailable with a remedy.
 */
export async function loadDuckdb(io: Io): Promise<LoadedDuckdb> {
  const build = bundledBuild()
  if (!build) return requireFrom(import.meta.url)
  const dir = join(io.userDataDir, 'ai-data-analyst', `duckdb-${build.duckdb}`)
  if (!existsSync(join(dir, 'node_modules'))) {
    note(io, `fetching DuckDB ${build.duckdb} into ${dir}, once`)
    await install(`@duckdb/node-api@${build.duckdb}`, dir, io)
  }
  return requireFrom(join(dir, 'package.json'))
}

function requireFrom(from: string): LoadedDuckdb {
  try {
    return createRequire(from)('@duckdb/node-api') as LoadedDuckdb
  } catch (cause) {
    throw new Unavailable('duckdb_missing', `DuckDB cannot be loaded: ${messageOf(cause)}`, {
      remedy: `Delete ${from.replace(/package\.json$/, '')} and try again; on an old system, update Node.`,
      cause,
    })
  }
}

/** Installs beside the target and renames, so that a folder with a name is always a complete one. */
async function install(specifier: string, dir: string, io: Io): Promise<void> {
  await makeFolder(join(dir, '..'))
  const beside = await mkdtemp(`${dir}.`)
  try {
    await writeFile(join(beside, 'package.json'), '{"private":true}')
    await npmInstall(specifier, beside, io)
    if (!existsSync(dir)) await rename(beside, dir)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

async function npmInstall(specifier: string, dir: string, io: Io): Promise<void> {
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const windows = process.platform === 'win32'
  // Windows starts npm.cmd only through its shell, which takes one line: nothing of the person's own is in it.
  const child = windows
    ? spawn(`npm install --prefix . ${flags.join(' ')} ${specifier}`, {
        shell: true,
        cwd: dir,
        signal: io.signal,
      })
    : spawn('npm', ['install', '--prefix', dir, ...flags, specifier], {
        cwd: dir,
        signal: io.signal,
      })
  child.stdout.pipe(io.stderr, { end: false })
  child.stderr.pipe(io.stderr, { end: false })
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)))
    child.once('close', (code) => resolve(code === 0 ? undefined : `npm ended with ${code}`))
  })
  if (failure === undefined) return
  throw new Unavailable('duckdb_not_installed', `${specifier} could not be fetched: ${failure}`, {
    remedy:
      'npm must be on the path and reach its registry. The files are synced: run `analyst sync` again for the views.',
  })
}
