import type { SessionFigures, Tokens } from './session-figures.ts'

/** How often in all, whatever the names. */
export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, times) => all + times, 0)
}

/** All tokens that went in, those of caches too. */
export function inputTokens({ input, cacheWrite5m, cacheWrite1h, cacheRead }: Tokens): number {
  return input + cacheWrite5m + cacheWrite1h + cacheRead
}

/** All tokens that went in and came out. */
export function allTokens(tokens: Tokens): number {
  return inputTokens(tokens) + tokens.output
}

/** What is told of sessions over time; the cost is of what has a known price. */
export const measures = {
  active: { title: 'Active time', unit: 'ms', of: (one) => one.activeMs },
  duration: { title: 'Duration', unit: 'ms', of: (one) => one.wallMs },
  turns: { title: 'Turns', unit: 'count', of: (one) => one.userTurns },
  tools: { title: 'Uses of tools', unit: 'count', of: (one) => sumOf(one.tools) },
  errors: { title: 'Errors of tools', unit: 'count', of: (one) => sumOf(one.errors) },
  denials: { title: 'Denials', unit: 'count', of: (one) => one.denials },
  tokens: { title: 'Tokens', unit: 'count', of: (one) => allTokens(one.tokens) },
  cost: { title: 'Cost', unit: 'usd', of: (one) => one.tokens.costUsd ?? 0 },
} as const satisfies Record<
  string,
  {
    readonly title: string
    readonly unit: 'ms' | 'count' | 'usd'
    readonly of: (figures: SessionFigures) => number
  }
>

export type Measure = keyof typeof measures
export const measureNames = Object.keys(measures) as readonly Measure[]
