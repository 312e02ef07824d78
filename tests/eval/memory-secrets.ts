import { secretContexts } from './memory-secret-contexts.ts'
import { toldContexts } from './memory-told-contexts.ts'
import { secretKinds, type Random } from './memory-secret-kinds.ts'

/** Picks and texts of a random source. */
export function picksOf(random: () => number): Random {
  return {
    pick: (from) => from[Math.floor(random() * from.length)] as (typeof from)[number],
    of: (alphabet, length) =>
      Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''),
  }
}

/** A planted secret: the text, and the value of which no piece may be seen anywhere. */
export interface Planted {
  readonly kind: string
  readonly context: string
  readonly text: string
  readonly value: string
}

/** Of the pairs of a kind and a context, those that one seed plants. */
const SHARE = 0.25

/** Secrets in contexts that the rules were not written on: some of all kinds in all contexts that fit. */
export function plantSecrets(random: () => number): readonly Planted[] {
  const by = picksOf(random)
  return [...secretContexts, ...toldContexts].flatMap((context) =>
    Object.entries(secretKinds)
      .filter(([, { nature }]) => context.natures.includes(nature) && random() < SHARE)
      .map(([kind, { make, isPassword = false }]) => {
        const value = make(by)
        return { kind, context: context.name, value, text: context.write({ value, isPassword }) }
      }),
  )
}

/** Characters in a row that give a value away. */
const TELLING = 8

/** Whether a text shows a piece of a planted value. */
export function shows(text: string, { value }: Planted): boolean {
  const secret = /:\/\/app:([^@]+)@/.exec(value)?.[1] ?? value
  const last = Math.max(0, secret.length - TELLING)
  return Array.from({ length: last + 1 }, (_, at) => secret.slice(at, at + TELLING)).some((piece) =>
    text.includes(piece),
  )
}
