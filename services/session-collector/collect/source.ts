/** Where a transcript was found. */
export type Origin = 'sessions' | 'projects' | 'push'

/** A transcript in somebody's folder, by its path below the folder of its origin. */
export interface Source {
  readonly username: string
  readonly origin: Origin
  /** With `/` between parts: `-home-ann-shop/5f….jsonl`. */
  readonly path: string
}

/** Where transcripts of an origin lie in a person's home. */
export const originFolders: Readonly<Record<Exclude<Origin, 'push'>, string>> = {
  sessions: 'user/sessions',
  projects: '.claude/projects',
}

const PART = /^[A-Za-z0-9._-]+$/
/** As file systems allow; Claude Code calls the folder of a long path by 200 letters of it and a sum. */
const FOLDER = 255
/** What we put behind the name of a copy, or of a session's redacted twin, needs room. */
const FILE = 200
const DEPTH = 6

/** Whether a path may become one of ours: plain names, nothing that leads elsewhere, not too deep. */
export function isGoodPath(path: string): boolean {
  const parts = path.split('/')
  return (
    parts.length <= DEPTH &&
    path.endsWith('.jsonl') &&
    parts.every((part) => PART.test(part) && part !== '.' && part !== '..') &&
    parts.slice(0, -1).every((part) => part.length <= FOLDER) &&
    [parts.at(-1) ?? '', sessionOf(path).session].every((name) => name.length <= FILE)
  )
}

/** The session that a path belongs to, and whether it is the session's own file or a subagent's. */
export function sessionOf(path: string): { readonly session: string; readonly main: boolean } {
  const parts = path.split('/')
  const place = parts.indexOf('subagents')
  const folder = parts[place - 1]
  if (place > 0 && folder !== undefined) return { session: folder, main: false }
  const stem = (parts.at(-1) ?? '').replace(/\.jsonl$/, '')
  // The hook of the original put the day before the id.
  return { session: stem.replace(/^\d{4}-\d\d-\d\d_/, ''), main: !stem.startsWith('agent-') }
}
