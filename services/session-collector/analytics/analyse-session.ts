import { open } from 'node:fs/promises'
import { plainCopy } from '../collect/plain-copy.ts'
import type { FileState } from '../collect/file-state.ts'
import { analyseFile } from '../transcript/analyse-file.ts'
import type { FileAnalysis } from '../transcript/file-analysis.ts'
import type { Usage } from '../transcript/usage.ts'
import { joinAnalyses } from './join-analyses.ts'
import { joinUsages } from './own-usages.ts'
import type { SessionFiles } from './session-files.ts'

/** A session as its files show it. */
export interface AnalysedSession {
  readonly id: string
  readonly all: FileAnalysis
  readonly usages: ReadonlyMap<string, Usage>
}

/** Reads the copies of a session. */
export async function analyseSession(
  storeDir: string,
  { id, files }: SessionFiles,
): Promise<AnalysedSession> {
  const analyses: FileAnalysis[] = []
  const earlier = new Set<string>()
  for (const state of files) {
    const found = await analyseCopy(storeDir, state, earlier)
    analyses.push(found)
    for (const uuid of found.uuids) earlier.add(uuid)
  }
  const all = joinAnalyses(analyses)
  return { id, all, usages: joinUsages(analyses.map(({ usages }) => usages)) }
}

/** What the source holds behind the copy is a line that waits for its end. */
async function analyseCopy(
  storeDir: string,
  state: FileState,
  earlier: ReadonlySet<string>,
): Promise<FileAnalysis> {
  await using file = await open(plainCopy(storeDir, state))
  const found = await analyseFile(file, earlier)
  found.partialTail += state.size - state.done
  return found
}
