import { lstatSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Forbidden } from '#core/errors.ts'

/** An analyst's folder and where everything lies in it. Only `database` and `guide` are for people. */
export interface Workspace {
  readonly dir: string
  /** Views over the current generation, for any DuckDB. */
  readonly database: string
  readonly guide: string
  readonly control: string
  readonly objects: string
  readonly generations: string
  /** The pointer to the current generation: what makes a finished sync visible. */
  readonly current: string
  readonly server: string
  /** The tokens by which the folder is linked, renewed by themselves. */
  readonly login: string
  /** A personal token, when one was given instead. */
  readonly token: string
  readonly lock: string
  /** How far each transcript was sent. */
  readonly pushed: string
  /** What the last push said that Claude Code began at the end of a session. */
  readonly hookLog: string
  /** What Claude Code is told for this folder on this machine alone. */
  readonly settings: string
}

/** The layout of the folder `dir`; touches nothing. */
export function workspaceAt(dir: string): Workspace {
  const control = join(dir, '.analyst')
  return {
    dir,
    database: join(dir, 'analytics.duckdb'),
    guide: join(dir, 'CLAUDE.md'),
    control,
    objects: join(control, 'objects'),
    generations: join(control, 'gen'),
    current: join(control, 'current.json'),
    server: join(control, 'server.json'),
    login: join(control, 'login.json'),
    token: join(control, 'token'),
    lock: join(control, 'lock'),
    pushed: join(control, 'pushed.json'),
    hookLog: join(control, 'hook.log'),
    settings: join(dir, '.claude/settings.local.json'),
  }
}

/**
 * The folder that was named, else the nearest one above `cwd` that is an analyst's, else `cwd`. Forbidden for one of
 * another user's that was not named: whoever may write above us would say to which server our token goes.
 */
export function findWorkspace(
  dir: string | undefined,
  cwd: string,
  user = process.getuid?.(),
): Workspace {
  if (dir !== undefined) return workspaceAt(resolve(cwd, dir))
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const workspace = workspaceAt(folder)
    const owner = ownerOf(workspace.control)
    if (owner !== undefined && user !== undefined && user !== 0 && owner !== user) {
      throw new Forbidden('not_your_folder', `${folder} is the folder of another user`, {
        remedy: `If you trust it: --dir ${folder}`,
      })
    }
    if (owner !== undefined) return workspace
    if (dirname(folder) === folder) return workspaceAt(resolve(cwd))
  }
}

function ownerOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.uid
}
