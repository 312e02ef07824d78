import type { Burst } from './bursts.ts'
import type { Usage } from './usage.ts'

/** Names with how often; a Map, because a tool may be called `__proto__`. */
export type Counts = Map<string, number>

/** A use of a tool, and what became of it. */
export interface ToolUse {
  readonly name: string
  readonly ended: boolean
  readonly failed: boolean
}

/** Everything that is reckoned of one file; of several, by joining. */
export interface FileAnalysis {
  lines: number
  badLines: number
  /** JSON that is no object, lines that are too long, and blank ones. */
  otherLines: number
  blankLines: number
  partialTail: number
  readonly types: Counts
  readonly unknownTypes: Counts
  readonly sessionIds: Counts
  bursts: readonly Burst[]
  start: number | undefined
  end: number | undefined
  turnMs: number
  userTurns: number
  readonly usages: Map<string, Usage>
  usageRows: number
  /** By the id of the use: rows of one answer repeat it. */
  readonly tools: Map<string, ToolUse>
  /** Results whose use is not in this file, by id. */
  readonly results: Map<string, boolean>
  denials: number
  interrupts: number
  apiErrors: number
  boundaries: number
  compactSummaries: number
  /** Where the last record says that the work is. */
  folder: string | undefined
  /** Folders that are in a repository, as far as records tell. */
  readonly repositories: Set<string>
  readonly branches: Set<string>
  readonly versions: Set<string>
  readonly entrypoints: Set<string>
  readonly pullRequests: Set<string>
  readonly uuids: Set<string>
  readonly parents: Set<string>
  customTitle: string | undefined
  aiTitle: string | undefined
  /** Summaries with the record that each is of. */
  readonly summaries: { readonly text: string; readonly leaf: string | undefined }[]
  firstTurn: string | undefined
}

export function emptyAnalysis(): FileAnalysis {
  return {
    lines: 0,
    badLines: 0,
    otherLines: 0,
    blankLines: 0,
    partialTail: 0,
    types: new Map(),
    unknownTypes: new Map(),
    sessionIds: new Map(),
    bursts: [],
    start: undefined,
    end: undefined,
    turnMs: 0,
    userTurns: 0,
    usages: new Map(),
    usageRows: 0,
    tools: new Map(),
    results: new Map(),
    denials: 0,
    interrupts: 0,
    apiErrors: 0,
    boundaries: 0,
    compactSummaries: 0,
    folder: undefined,
    repositories: new Set(),
    branches: new Set(),
    versions: new Set(),
    entrypoints: new Set(),
    pullRequests: new Set(),
    uuids: new Set(),
    parents: new Set(),
    customTitle: undefined,
    aiTitle: undefined,
    summaries: [],
    firstTurn: undefined,
  }
}

export function count(counts: Counts, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}
