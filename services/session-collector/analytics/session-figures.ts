import { activeByHour, activeMs } from '../transcript/bursts.ts'
import { count, type Counts, type FileAnalysis } from '../transcript/file-analysis.ts'
import { costOf, listPrices, type Price } from '../transcript/prices.ts'
import type { Usage } from '../transcript/usage.ts'
import { projectOf } from './project-of.ts'
import { titleOf } from './title-of.ts'

/** Tokens and what they cost as far as prices are known; `costUsd` is null when none is. */
export interface Tokens {
  input: number
  output: number
  cacheWrite5m: number
  cacheWrite1h: number
  cacheRead: number
  costUsd: number | null
  /** Whether some of them have no known price. */
  unpriced: boolean
  /** Whether a price was reckoned from less than was needed. */
  estimated: boolean
}

/** What is told of one session. Times are ISO 8601, durations milliseconds. */
export interface SessionFigures {
  readonly title: string | null
  readonly project: string | null
  /** What most records call the session; its id here is the name of its file. */
  readonly sessionId: string | null
  readonly start: string | null
  readonly end: string | null
  readonly wallMs: number
  readonly activeMs: number
  /** Active milliseconds by hours of UTC, `2026-01-05T09`. */
  readonly activeByHour: Readonly<Record<string, number>>
  readonly turnMs: number | null
  readonly userTurns: number
  readonly tools: Readonly<Record<string, number>>
  readonly mcpServers: Readonly<Record<string, number>>
  readonly subagents: number
  readonly errors: Readonly<Record<string, number>>
  readonly unfinished: number
  readonly denials: number
  readonly interrupts: number
  readonly apiErrors: number
  readonly compactions: number
  readonly models: Readonly<Record<string, Tokens>>
  readonly tokens: Tokens
  /** Tokens by the days of UTC on which answers began, then by models; those without a time on the first day. */
  readonly days: Readonly<Record<string, Readonly<Record<string, Tokens>>>>
  readonly branches: readonly string[]
  readonly versions: readonly string[]
  readonly entrypoints: readonly string[]
  readonly pullRequests: readonly string[]
  readonly quality: {
    readonly lines: number
    readonly records: number
    readonly badLines: number
    readonly otherLines: number
    readonly blankLines: number
    readonly partialTailBytes: number
    readonly types: Readonly<Record<string, number>>
    readonly unknownTypes: Readonly<Record<string, number>>
    readonly duplicateUsageRows: number
    readonly danglingParents: number
  }
}

/** The figures of a session; `usages` are the answers that count as its own. */
export function sessionFigures(
  all: FileAnalysis,
  usages: readonly Usage[],
  prices: readonly Price[] = listPrices,
): SessionFigures {
  const tools: Counts = new Map()
  const mcpServers: Counts = new Map()
  const errors: Counts = new Map()
  let unfinished = 0
  for (const { name, ended, failed } of all.tools.values()) {
    count(tools, name)
    const [, server] = /^mcp__(.+?)__/.exec(name) ?? []
    if (server !== undefined) count(mcpServers, server)
    if (failed) count(errors, name)
    if (!ended) unfinished += 1
  }
  // Its use was in a part that is gone, as after a compaction.
  for (const failed of all.results.values()) if (failed) count(errors, '(unknown)')
  const { start, end } = all
  const { models, tokens, days, duplicateUsageRows } = tokenFigures(usages, prices, {
    rows: all.usageRows,
    start,
  })
  return {
    title: titleOf(all) ?? null,
    project: projectOf(all) ?? null,
    sessionId: [...all.sessionIds].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null,
    start: isoOf(start),
    end: isoOf(end),
    wallMs: start !== undefined && end !== undefined ? end - start : 0,
    activeMs: activeMs(all.bursts),
    activeByHour: record(activeByHour(all.bursts)),
    turnMs: all.turnMs > 0 ? all.turnMs : null,
    userTurns: all.userTurns,
    tools: record(tools),
    mcpServers: record(mcpServers),
    subagents: (tools.get('Task') ?? 0) + (tools.get('Agent') ?? 0),
    errors: record(errors),
    unfinished,
    denials: all.denials,
    interrupts: all.interrupts,
    apiErrors: all.apiErrors,
    compactions: all.boundaries || all.compactSummaries,
    models,
    tokens,
    days,
    branches: [...all.branches],
    versions: [...all.versions],
    entrypoints: [...all.entrypoints],
    pullRequests: [...all.pullRequests],
    quality: {
      lines: all.lines,
      records: [...all.types.values()].reduce((sum, times) => sum + times, 0),
      badLines: all.badLines,
      otherLines: all.otherLines,
      blankLines: all.blankLines,
      partialTailBytes: all.partialTail,
      types: record(all.types),
      unknownTypes: record(all.unknownTypes),
      duplicateUsageRows,
      danglingParents: [...all.parents].filter((parent) => !all.uuids.has(parent)).length,
    },
  }
}

/** Tokens by model, by day, and in all; rows beyond one for each answer are repeats. */
export function tokenFigures(
  usages: readonly Usage[],
  prices: readonly Price[],
  { rows, start }: { readonly rows: number; readonly start: number | undefined },
): Pick<SessionFigures, 'models' | 'tokens' | 'days'> & { readonly duplicateUsageRows: number } {
  const models = new Map<string, Tokens>()
  const days = new Map<string, Map<string, Tokens>>()
  const tokens = noTokens()
  for (const usage of usages) {
    addUsage(tokens, usage, prices)
    addUsage(tokensOf(models, usage.model), usage, prices)
    const day = isoOf(usage.at ?? start)?.slice(0, 10)
    if (day === undefined) continue
    const ofDay = days.get(day) ?? new Map<string, Tokens>()
    days.set(day, ofDay)
    addUsage(tokensOf(ofDay, usage.model), usage, prices)
  }
  if (usages.length === 0) tokens.costUsd = 0
  return {
    models: record(models),
    tokens,
    days: Object.fromEntries([...days].map(([day, ofDay]) => [day, record(ofDay)])),
    duplicateUsageRows: rows - usages.length,
  }
}

/** The tokens of a model among those of several; none so far where it is new. */
export function tokensOf(models: Map<string, Tokens>, model: string): Tokens {
  const own = models.get(model) ?? noTokens()
  models.set(model, own)
  return own
}

export function noTokens(): Tokens {
  return {
    input: 0,
    output: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    cacheRead: 0,
    costUsd: null,
    unpriced: false,
    estimated: false,
  }
}

function addUsage(tokens: Tokens, usage: Usage, prices: readonly Price[]): void {
  const cost = costOf(usage, prices)
  addTokens(tokens, { ...usage, costUsd: cost ?? null, unpriced: cost === undefined })
}

/** Adds up what is known. */
export function addTokens(tokens: Tokens, more: Tokens): void {
  for (const name of ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'] as const) {
    tokens[name] += more[name]
  }
  const { costUsd } = tokens
  tokens.costUsd =
    costUsd === null || more.costUsd === null ? (costUsd ?? more.costUsd) : costUsd + more.costUsd
  tokens.unpriced ||= more.unpriced
  tokens.estimated ||= more.estimated
}

/** Own properties whatever the names: JSON.stringify writes `__proto__` like any other. */
export function record<T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries(map)
}

function isoOf(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString()
}
