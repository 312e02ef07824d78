import type { Usage } from './usage.ts'

interface Price {
  readonly models: RegExp
  /** US dollars for a million tokens. */
  readonly input: number
  readonly output: number
}

/**
 * List prices of the models' maker (docs.claude.com, "Pricing", read in 2026), the first that fits. The
 * writing of a cache costs 1.25 times the input for five minutes and twice for an hour, its reading a tenth.
 */
const prices: readonly Price[] = [
  { models: /^claude-opus-4-[5-9]/, input: 5, output: 25 },
  { models: /^claude-(?:opus-4|3-opus)/, input: 15, output: 75 },
  { models: /^claude-(?:sonnet-4|3-[57]-sonnet|3-sonnet)/, input: 3, output: 15 },
  { models: /^claude-haiku-4/, input: 1, output: 5 },
  { models: /^claude-3-5-haiku/, input: 0.8, output: 4 },
  { models: /^claude-3-haiku/, input: 0.25, output: 1.25 },
]

const MILLION = 1_000_000

/** What an answer cost in US dollars; undefined for a model whose price is not known here. */
export function costOf(usage: Usage): number | undefined {
  if (usage.costUsd !== undefined) return usage.costUsd
  if (usage.free || usage.model === '<synthetic>') return 0
  const price = prices.find(({ models }) => models.test(usage.model))
  if (!price) return undefined
  const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } = usage
  const inputs = input + 1.25 * cacheWrite5m + 2 * cacheWrite1h + 0.1 * cacheRead
  return (inputs * price.input + output * price.output) / MILLION
}
