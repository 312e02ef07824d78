import { stemsOf } from '../extract/words.ts'
import { contradicts } from './contradicts.ts'
import { similarity, type Rarity } from './similarity.ts'
import { plainWords, statementOf, type Statement } from './statement.ts'

/** At this likeness two statements of different notes are one, unless they contradict. */
export const SAME = 0.45
/** At this likeness a person may be asked whether they are one. */
export const ALIKE = 0.35
const MOST_CANDIDATES = 10
/** Words by which candidates are found: the rarest, so that the work does not grow with the team. */
const MOST_STEMS = 8
/** A word of more wordings than these tells none of them apart: else a long note would cost its length squared. */
const MOST_WORDINGS = 1000

/** A statement that resembles another. */
export interface Match {
  readonly id: string
  readonly likeness: number
  readonly contradicts: boolean
}

/** One wording of an id. */
interface Wording {
  readonly id: string
  readonly text: string
  /** Made when the wording is compared for the first time. */
  statement?: Statement
}

/** Finds statements that say the same, by the words they share; each id may have several wordings. */
export class StatementIndex {
  readonly #wordings = new Map<string, Wording[]>()
  readonly #byWords = new Map<string, Set<string>>()
  readonly #known = new Set<string>()
  #total = 0

  add(id: string, text: string): void {
    const key = `${id} ${text}`
    if (this.#known.has(key)) return
    this.#known.add(key)
    this.#total += 1
    const words = plainWords(text).join(' ')
    const same = this.#byWords.get(words) ?? new Set()
    this.#byWords.set(words, same.add(id))
    const wording = { id, text }
    for (const stem of new Set(stemsOf(text))) {
      const list = this.#wordings.get(stem)
      if (list) list.push(wording)
      else this.#wordings.set(stem, [wording])
    }
  }

  readonly rarity: Rarity = (stem) =>
    Math.log(1 + (this.#total + 1) / (1 + (this.#wordings.get(stem)?.length ?? 0)))

  /** The ids that have exactly these words. */
  sameWords(text: string): readonly string[] {
    return [...(this.#byWords.get(plainWords(text).join(' ')) ?? [])].toSorted()
  }

  /** What resembles a text, the most alike first; an id that contradicts in one wording does in all. */
  matches(text: string): readonly Match[] {
    const statement = statementOf(text)
    const best = new Map<string, Match>()
    for (const found of this.#candidates(statement)) {
      const known = (found.statement ??= statementOf(found.text))
      const likeness = similarity(statement, known, this.rarity)
      if (likeness < ALIKE) continue
      const before = best.get(found.id)
      best.set(found.id, {
        id: found.id,
        likeness: Math.max(likeness, before?.likeness ?? 0),
        contradicts: (before?.contradicts ?? false) || contradicts(statement, known),
      })
    }
    return [...best.values()].toSorted(
      (a, b) => b.likeness - a.likeness || a.id.localeCompare(b.id),
    )
  }

  /** The statements that share the rarest words. */
  #candidates(statement: Statement): readonly Wording[] {
    const scores = new Map<Wording, number>()
    const rarest = [...statement.set]
      .toSorted((a, b) => this.rarity(b) - this.rarity(a))
      .slice(0, MOST_STEMS)
    for (const stem of rarest) {
      const wordings = this.#wordings.get(stem) ?? []
      if (wordings.length > MOST_WORDINGS) continue
      const weight = this.rarity(stem)
      for (const wording of wordings) scores.set(wording, (scores.get(wording) ?? 0) + weight)
    }
    return bestOf(scores).map(([wording]) => wording)
  }
}

type Scored = readonly [wording: Wording, score: number]

/** The few best, found without sorting all. */
function bestOf(scores: Iterable<Scored>): readonly Scored[] {
  const best: Scored[] = []
  for (const one of scores) {
    const last = best.at(-1)
    if (best.length === MOST_CANDIDATES && last && !isBefore(one, last)) continue
    const place = best.findIndex((other) => isBefore(one, other))
    best.splice(place < 0 ? best.length : place, 0, one)
    if (best.length > MOST_CANDIDATES) best.pop()
  }
  return best
}

function isBefore([a, x]: Scored, [b, y]: Scored): boolean {
  return x === y ? a.id.localeCompare(b.id) < 0 : x > y
}
