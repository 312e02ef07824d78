import { sumOf } from './analytics/measures.ts'
import type { StoredSession } from './analytics/save-sessions.ts'
import {
  addTokens,
  noTokens,
  tokensOf,
  type SessionFigures,
  type Tokens,
} from './analytics/session-figures.ts'
import type { Collected } from './collect/collect.ts'
import { count } from './transcript/file-analysis.ts'

/** Everything over all sessions; tokens count each answer of a model once. */
export interface Totals {
  readonly people: number
  readonly sessions: number
  readonly wallMs: number
  readonly activeMs: number
  readonly userTurns: number
  readonly toolUses: number
  readonly errors: number
  readonly denials: number
  readonly tokens: Tokens
  readonly models: Readonly<Record<string, Tokens>>
  readonly lines: number
  readonly records: number
  readonly badLines: number
  readonly otherLines: number
  readonly blankLines: number
  readonly duplicateUsageRows: number
  readonly unknownTypes: Readonly<Record<string, number>>
}

export function totalsOf(sessions: readonly StoredSession[]): Totals {
  const figures = sessions.map((session) => session.figures)
  const sum = (pick: (one: SessionFigures) => number) =>
    figures.reduce((all, one) => all + pick(one), 0)
  const tokens = noTokens()
  const models = new Map<string, Tokens>()
  const unknownTypes = new Map<string, number>()
  for (const one of figures) {
    addTokens(tokens, one.tokens)
    for (const [model, used] of Object.entries(one.models)) addTokens(tokensOf(models, model), used)
    for (const [type, times] of Object.entries(one.quality.unknownTypes)) {
      count(unknownTypes, type, times)
    }
  }
  return {
    people: new Set(sessions.map(({ username }) => username)).size,
    sessions: sessions.length,
    wallMs: sum((one) => one.wallMs),
    activeMs: sum((one) => one.activeMs),
    userTurns: sum((one) => one.userTurns),
    toolUses: sum((one) => sumOf(one.tools)),
    errors: sum((one) => sumOf(one.errors)),
    denials: sum((one) => one.denials),
    tokens,
    models: Object.fromEntries(models),
    lines: sum((one) => one.quality.lines),
    records: sum((one) => one.quality.records),
    badLines: sum((one) => one.quality.badLines),
    otherLines: sum((one) => one.quality.otherLines),
    blankLines: sum((one) => one.quality.blankLines),
    duplicateUsageRows: sum((one) => one.quality.duplicateUsageRows),
    unknownTypes: Object.fromEntries(unknownTypes),
  }
}

/** What `--once` prints. Sessions that are private are there with their figures, without their titles. */
export function reportOf(
  { counts, refused, passedOver, unreckoned }: Collected,
  sessions: readonly StoredSession[],
) {
  return {
    files: counts,
    refused,
    passedOver,
    unreckoned,
    sessions: sessions.map(({ username, id, figures, private: isPrivate }) => ({
      user: username,
      id,
      ...figures,
      title: isPrivate ? null : figures.title,
    })),
    totals: totalsOf(sessions),
  }
}
