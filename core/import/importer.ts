import type { Database } from '../database/connect.ts'
import type { Person } from '../identity/people.ts'
import type { Installation } from '../run/installation.ts'

/**
 * What becomes of one entry: `new` is made, `there` is here already and stays, `refused` should have been
 * taken over and cannot be, `left` is not taken over by design.
 */
export type ImportState = 'new' | 'there' | 'refused' | 'left'

/** One entry of a file of the original, or a whole file. */
export interface ImportEntry {
  readonly state: ImportState
  /** Below the folder that is imported, with `/` between parts. */
  readonly file: string
  /** Whose entry it is, or which; none for the whole file. */
  readonly key?: string
  /** What it becomes, or why it becomes nothing and what to do. */
  readonly detail: string
}

/** What an importer works with. */
export interface ImportContext {
  /** The copy of the original's data folder. */
  readonly dir: string
  /** One transaction; rolled back where this is a plan. */
  readonly db: Database
  readonly installation: Pick<Installation, 'paths' | 'rawEnv' | 'env' | 'instance'>
  /** Whether this is a plan: then nothing may be written but rows, which are taken back. */
  readonly plan: boolean
  /** Who the original called so. */
  personOf(name: string): Promise<Person | undefined>
}

/**
 * Takes one kind of data of the original over: the default export of `services/<id>/importers/<name>.ts` or
 * `auth/<id>/importers/<name>.ts`, which are found. A plan is the same work in a transaction that is rolled back, so that it says
 * exactly what would be done.
 */
export interface Importer {
  /** Set where others' data belongs to the people that it makes: it goes first. */
  readonly makesPeople?: boolean
  /** Whether a file is one of its own, by the path below the folder that is imported. */
  knows(file: string): boolean
  /**
   * Takes over what can be and tells what became of every file. What is here already wins, so that a second
   * time changes nothing. A broken entry is `refused`; what throws takes all of this importer's rows back.
   */
  take(files: readonly string[], context: ImportContext): Promise<readonly ImportEntry[]>
}
