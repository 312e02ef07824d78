import type { OpenBrowser } from './browser-opener.ts'
import type { Readable, Writable } from 'node:stream'

/** A stream that may be a person's terminal. */
export type Terminal<Stream> = Stream & { readonly isTTY?: boolean; readonly columns?: number }

/** Everything a verb gets from the process; made in main, so that nothing else reads the environment. */
export interface Io {
  readonly stdin: Terminal<Readable>
  /** Results only: what a caller would want to parse. */
  readonly stdout: Terminal<Writable>
  /** Progress, notes and errors. */
  readonly stderr: Terminal<Writable>
  readonly cwd: string
  /** ANALYST_TOKEN, which wins over the stored token. */
  readonly token: string | undefined
  /** The words that start this program: its Node, and its file. */
  readonly program: readonly string[]
  /** Where Claude Code keeps its things: CLAUDE_CONFIG_DIR, else `~/.claude`. */
  readonly claudeDir: string
  /** Where programs keep data of this user; DuckDB is put below it. */
  readonly userDataDir: string
  /** Shows an address in the person's browser; undefined where they have none. */
  readonly openBrowser: OpenBrowser | undefined
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** Writes one line for people. */
export function note(io: Io, line: string): void {
  io.stderr.write(`${line}\n`)
}
