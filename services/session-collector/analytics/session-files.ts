import { hasCopy, plainCopy } from '../collect/plain-copy.ts'
import type { FileState } from '../collect/file-state.ts'
import { sessionOf } from '../collect/source.ts'
import { firstInFile } from '../transcript/first-record.ts'
import { jsonOf, textIn } from '../transcript/record.ts'

/** The copies that a session consists of: its own file first, then its subagents'. */
export interface SessionFiles {
  readonly id: string
  readonly files: readonly FileState[]
}

/**
 * Puts the files of one person together to sessions. The same session may lie in several places, as the
 * hook copies it: of those that begin alike the longest counts. A copy that was lost is none: what was reckoned of it stays.
 */
export function sessionFiles(
  storeDir: string,
  states: readonly FileState[],
): readonly SessionFiles[] {
  return [...bySession(storeDir, states)].map(([id, { main, more }]) => {
    return { id, files: [...withoutCopies(storeDir, main), ...distinct(more)] }
  })
}

/** All copies of a session of one person, also those that say again what another one says. */
export function copiesOf(
  storeDir: string,
  states: readonly FileState[],
  id: string,
): readonly FileState[] {
  const { main, more } = bySession(storeDir, states).get(id) ?? { main: [], more: [] }
  return [...main, ...more]
}

/** A subagent's file beside its session names it in its records. */
function bySession(storeDir: string, states: readonly FileState[]) {
  const sessions = new Map<string, { main: FileState[]; more: FileState[] }>()
  const groupOf = (id: string) => {
    const group = sessions.get(id) ?? { main: [], more: [] }
    sessions.set(id, group)
    return group
  }
  const lone: { state: FileState; stem: string }[] = []
  for (const state of states) {
    if (state.refused !== null || !hasCopy(storeDir, state)) continue
    const { session, main } = sessionOf(state.path)
    if (main) groupOf(session).main.push(state)
    else if (state.path.includes('subagents/')) groupOf(session).more.push(state)
    else lone.push({ state, stem: session })
  }
  for (const { state, stem } of lone) {
    const parent = firstInFile(plainCopy(storeDir, state), (record) => textIn(record, 'sessionId'))
    groupOf(parent !== undefined && sessions.has(parent) ? parent : stem).more.push(state)
  }
  return sessions
}

/** The longest first, and those that do not begin like a longer one. */
function withoutCopies(storeDir: string, states: readonly FileState[]): readonly FileState[] {
  const kept: FileState[] = []
  for (const state of states.toSorted((a, b) => b.done - a.done)) {
    if (!kept.some((longer) => beginsLike(storeDir, state, longer))) kept.push(state)
  }
  return kept
}

/** Whether two copies begin with the same record. */
function beginsLike(storeDir: string, one: FileState, other: FileState): boolean {
  if (one.done === 0) return true
  const [first, second] = [one, other].map((state) =>
    firstInFile(plainCopy(storeDir, state), (record) => jsonOf(record)),
  )
  return first === second
}

/** A subagent's file that was found in two places is one; each workflow has a journal of its own. */
function distinct(states: readonly FileState[]): readonly FileState[] {
  const byName = new Map<string, FileState>()
  for (const state of states.toSorted((a, b) => a.done - b.done)) {
    const [, below] = /(?:^|\/)subagents\/(.+)$/.exec(state.path) ?? []
    byName.set(below ?? state.path.split('/').at(-1) ?? state.path, state)
  }
  return [...byName.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
