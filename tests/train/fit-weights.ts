import { eachBlockCue } from '#core/secret-scan/learned/each-block-cue.ts'
import { eachWordCue } from '#core/secret-scan/learned/each-word-cue.ts'
import { blockScale, type Weights } from '#core/secret-scan/learned/tells-at.ts'
import { wordsOf, type Word } from '#core/secret-scan/learned/words-of.ts'
import type { Example } from './examples.ts'
import { descend, type Sample } from './descend.ts'

/** How often a cue must be seen to count: what was hardly ever seen says nothing about the next text. */
const SEEN = 3
/**
 * Of words and of blocks. Cues that weigh less than `small` are left out: that makes the file a third smaller, and
 * no judgement worse. `step` is how far a weight goes at first.
 */
const WORDS: Settings = { small: 0.4, step: 0.5, scale: () => 1 }
const BLOCKS: Settings = { small: 0.2, step: 0.1, scale: blockScale }
/** The steps in which weights are kept. */
const GRAIN = 0.1

interface Settings {
  readonly small: number
  readonly step: number
  /** What each cue counts where there are so many. */
  readonly scale: (cues: number) => number
}

/** What was seen of a word or a block, and whether it was secret. */
interface Described {
  readonly cues: readonly string[]
  readonly secret: boolean
}

/** The weights of two logistic regressions, of words and of blocks: the same for the same examples. */
export function fitWeights(examples: readonly Example[]): Weights {
  const blocks = examples.map((example) => ({ example, words: wordsOf(example.text) }))
  const words = blocks.flatMap(({ example, words }) => {
    const secret = secretWords(example, words)
    return words.map((_, at) => ({
      cues: cuesSeen((see) => eachWordCue(words, at, see)),
      secret: secret.has(at),
    }))
  })
  const wholes = blocks.map(({ example, words }) => ({
    cues: cuesSeen((see) => eachBlockCue(words, see)),
    secret: example.carriers.length > 0,
  }))
  return {
    ...weightsOf(words, WORDS),
    ...weightsOf(wholes, BLOCKS),
  }
}

function cuesSeen(each: (see: (table: string, cue: string) => void) => void): readonly string[] {
  const cues: string[] = []
  each((table, cue) => cues.push(`${table}\t${cue}`))
  return cues
}

function weightsOf(described: readonly Described[], { small, step, scale }: Settings): Weights {
  const times = new Map<string, number>()
  for (const { cues } of described)
    for (const cue of cues) times.set(cue, (times.get(cue) ?? 0) + 1)
  const names = [...times].filter(([, seen]) => seen >= SEEN).map(([cue]) => cue)
  const numbers = new Map(names.map((name, number) => [name, number]))
  const samples = described.map(({ cues, secret }): Sample => ({
    cues: cues.flatMap((cue) => numbers.get(cue) ?? []),
    scale: scale(cues.length),
    secret: secret ? 1 : 0,
  }))
  const first = descend(samples, names.length, step)
  // Without the small ones the others are somewhat different.
  const counts = samples.map((sample) => ({
    ...sample,
    cues: sample.cues.filter((cue) => Math.abs(first[cue] ?? 0) >= small),
  }))
  const weights = descend(counts, names.length, step)
  const tables: Record<string, Record<string, number>> = {}
  for (const [number, name] of names.entries()) {
    const steps = Math.round((weights[number] ?? 0) / GRAIN)
    if (steps === 0) continue
    const [table = '', cue = ''] = name.split('\t')
    const cues = (tables[table] ??= Object.create(null) as Record<string, number>)
    cues[cue] = Number((steps * GRAIN).toFixed(2))
  }
  return tables
}

/** The places of the words that a secret lies in. */
function secretWords({ text, carriers }: Example, words: readonly Word[]): ReadonlySet<number> {
  const found = new Set<number>()
  for (const carrier of carriers)
    for (let from = text.indexOf(carrier); from >= 0; from = text.indexOf(carrier, from + 1))
      for (const [at, word] of words.entries())
        if (word.at < from + carrier.length && from < word.at + word.text.length) found.add(at)
  return found
}
