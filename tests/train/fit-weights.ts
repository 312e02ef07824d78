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

/** What was seen of a word or a block, by the numbers of its cues, and whether it was secret. */
interface Described {
  readonly cues: Uint32Array
  readonly secret: boolean
}

/** The cues that were seen and how often, each by a number: as texts those of all words would fill the memory. */
class Vocabulary {
  readonly names: string[] = []
  readonly times: number[] = []
  readonly #numbers = new Map<string, number>()

  numbersOf(each: (see: (table: string, cue: string) => void) => void): Uint32Array {
    const numbers: number[] = []
    each((table, cue) => numbers.push(this.#numberOf(`${table}\t${cue}`)))
    return Uint32Array.from(numbers)
  }

  #numberOf(name: string): number {
    const number = this.#numbers.get(name) ?? this.names.push(name) - 1
    this.#numbers.set(name, number)
    this.times[number] = (this.times[number] ?? 0) + 1
    return number
  }
}

/** The weights of two logistic regressions, of words and of blocks: the same for the same examples. */
export function fitWeights(examples: readonly Example[]): Weights {
  const [ofWords, ofBlocks] = [new Vocabulary(), new Vocabulary()]
  const blocks = examples.map((example) => ({ example, words: wordsOf(example.text) }))
  const words = blocks.flatMap(({ example, words }) => {
    const secret = secretWords(example, words)
    return words.map((_, at) => ({
      cues: ofWords.numbersOf((see) => eachWordCue(words, at, see)),
      secret: secret.has(at),
    }))
  })
  const wholes = blocks.map(({ example, words }) => ({
    cues: ofBlocks.numbersOf((see) => eachBlockCue(words, see)),
    secret: example.carriers.length > 0,
  }))
  return {
    ...weightsOf(words, ofWords, WORDS),
    ...weightsOf(wholes, ofBlocks, BLOCKS),
  }
}

function weightsOf(
  described: readonly Described[],
  vocabulary: Vocabulary,
  { small, step, scale }: Settings,
): Weights {
  const { places, names } = seenOften(vocabulary)
  const samples = described.map(({ cues, secret }): Sample => ({
    cues: cues.filter((cue) => (places[cue] ?? -1) >= 0).map((cue) => places[cue] ?? 0),
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

/** The cues that count, and by the number of each cue its place among them; -1 for one that does not. */
function seenOften({ names, times }: Vocabulary) {
  const kept: string[] = []
  const places = Int32Array.from(names, (name, number) =>
    (times[number] ?? 0) >= SEEN ? kept.push(name) - 1 : -1,
  )
  return { places, names: kept }
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
