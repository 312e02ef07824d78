import { ConfigError } from '#core/errors.ts'
import type { Usage } from './usage.ts'

/** What a model costs. */
export interface Price {
  /** How the names of its models begin. */
  readonly model: RegExp
  /** US dollars for a million tokens. */
  readonly input: number
  readonly output: number
}

/**
 * List prices of the models' maker (docs.claude.com, "Pricing", read in 2026), the first that fits. The
 * writing of a cache costs 1.25 times the input for five minutes and twice for an hour, its reading a tenth.
 */
export const listPrices: readonly Price[] = [
  { model: /^claude-opus-4-[5-9]/, input: 5, output: 25 },
  { model: /^claude-(?:opus-4|3-opus)/, input: 15, output: 75 },
  { model: /^claude-(?:sonnet-4|3-[57]-sonnet|3-sonnet)/, input: 3, output: 15 },
  { model: /^claude-haiku-4/, input: 1, output: 5 },
  { model: /^claude-3-5-haiku/, input: 0.8, output: 4 },
  { model: /^claude-3-haiku/, input: 0.25, output: 1.25 },
]

const MILLION = 1_000_000

/** The operator's prices (`model=in/out`) before those of the list; throws for one that is none. */
export function pricesOf(own: readonly string[]): readonly Price[] {
  return [...own.map(priceOf), ...listPrices]
}

function priceOf(text: string): Price {
  const [, model, input, output] = /^([^=\s]+)=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (model === undefined) {
    throw new ConfigError([`SESSIONS_PRICES: ${text} is no price; write claude-next-1=4/20`])
  }
  const begins = new RegExp(`^${model.replace(/[^\w-]/g, '\\$&')}`)
  return { model: begins, input: Number(input), output: Number(output) }
}

/** What an answer cost in US dollars; undefined for a model whose price is not known. */
export function costOf(usage: Usage, prices: readonly Price[]): number | undefined {
  if (usage.costUsd !== undefined) return usage.costUsd
  if (usage.free || usage.model === '<synthetic>') return 0
  const price = prices.find(({ model }) => model.test(usage.model))
  if (!price) return undefined
  const { input, output, cacheWrite5m, cacheWrite1h, cacheRead } = usage
  const inputs = input + 1.25 * cacheWrite5m + 2 * cacheWrite1h + 0.1 * cacheRead
  return (inputs * price.input + output * price.output) / MILLION
}
