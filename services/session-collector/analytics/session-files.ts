import { plainCopy } from '../collect/plain-copy.ts'
import type { FileState } from '../collect/file-state.ts'
import { sessionOf } from '../collect/source.ts'
import { firstInFile } from '../transcript/first-record.ts'
import { textIn } from '../transcript/record.ts'

/** The copies that a session consists of: its own file first, then its subagents'. */
export interface SessionFiles {
  readonly id: string
  readonly files: readonly FileState[]
}

/**
 * Puts the files of one person together to sessions. The same session may lie in several places, as the
 * hook copies it: the longest copy counts. A subagent's file beside its session names it in its records.
 */
export function sessionFiles(
  storeDir: string,
  states: readonly FileState[],
): readonly SessionFiles[] {
  const sessions = new Map<string, { main: FileState[]; more: FileState[] }>()
  const groupOf = (id: string) => {
    const group = sessions.get(id) ?? { main: [], more: [] }
    sessions.set(id, group)
    return group
  }
  const lone: { state: FileState; stem: string }[] = []
  for (const state of states) {
    if (state.refused !== null) continue
    const { session, main } = sessionOf(state.path)
    if (main) groupOf(session).main.push(state)
    else if (state.path.includes('subagents/')) groupOf(session).more.push(state)
    else lone.push({ state, stem: session })
  }
  for (const { state, stem } of lone) {
    const parent = firstInFile(plainCopy(storeDir, state), (record) => textIn(record, 'sessionId'))
    groupOf(parent !== undefined && sessions.has(parent) ? parent : stem).more.push(state)
  }
  return [...sessions].map(([id, { main, more }]) => {
    const [longest] = main.toSorted((a, b) => b.done - a.done)
    return { id, files: [...(longest ? [longest] : []), ...distinct(more)] }
  })
}

/** A subagent's file that was found in two places is one. */
function distinct(states: readonly FileState[]): readonly FileState[] {
  const byName = new Map<string, FileState>()
  for (const state of states.toSorted((a, b) => a.done - b.done)) {
    byName.set(state.path.split('/').at(-1) ?? state.path, state)
  }
  return [...byName.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
