import { seededRandom } from '../peers/seeded-random.ts'

/** One thing to learn from: the numbers of its cues, what each of them counts, and whether it was secret. */
export interface Sample {
  readonly cues: Uint32Array
  readonly scale: number
  readonly secret: 0 | 1
}

const ROUNDS = 6

/**
 * The weight of each cue in a logistic regression, by stochastic gradient descent over the samples in an order that is
 * random and always the same; the mean of the last half of the rounds, which depends less on the order. A weight goes
 * `step` at first, and less with each step of its own (AdaGrad: Duchi, Hazan, Singer 2011).
 */
export function descend(samples: readonly Sample[], cues: number, step: number): Float64Array {
  const weights = new Float64Array(cues)
  const squares = new Float64Array(cues).fill(1e-3)
  const sums = new Float64Array(cues)
  const random = seededRandom(1)
  const order = [...samples]
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, random)
    for (const { cues, scale, secret } of order) {
      const score = scale * cues.reduce((sum, cue) => sum + (weights[cue] ?? 0), 0)
      const error = scale * (1 / (1 + Math.exp(-score)) - secret)
      for (const cue of cues) {
        const square = (squares[cue] ?? 0) + error * error
        squares[cue] = square
        weights[cue] = (weights[cue] ?? 0) - (step * error) / Math.sqrt(square)
      }
    }
    if (round >= ROUNDS / 2)
      for (const [cue, weight] of weights.entries()) sums[cue] = (sums[cue] ?? 0) + weight
  }
  return sums.map((sum) => sum / (ROUNDS / 2))
}

function shuffle<T>(items: T[], random: () => number): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    ;[items[last], items[other]] = [items[other] as T, items[last] as T]
  }
}
