import type { Word } from './words-of.ts'

/** Words before and after one whose place is told. */
const [BEFORE, AFTER] = [4, 3]
/** Words before and after one that only count as being near. */
const [NEAR_BEFORE, NEAR_AFTER] = [12, 9]
const LONGEST = 20

/**
 * Tells what speaks for or against a word being secret: what it looks like, and the words around it. `table` is the
 * kind of cue, `cue` what it is. The number of cues of a word is bounded.
 */
export function eachWordCue(
  words: readonly Word[],
  at: number,
  see: (table: string, cue: string) => void,
): void {
  const word = words[at]
  if (!word) return
  see('any', '')
  see('word', word.stem)
  see('shape', word.shape)
  see('kind', word.kind)
  see('length', String(Math.min(word.text.length, LONGEST)))
  see('start', word.start)
  see('end', word.end)
  see('marks', `${word.opened} ${word.closed}`)
  see('led by', words[at - 1]?.closed ?? '^')
  for (let place = -BEFORE; place <= AFTER; place += 1)
    if (place !== 0) see(places[place + BEFORE] ?? '', words[at + place]?.stem ?? '^')
  const near = new Set<string>()
  for (let one = at - NEAR_BEFORE; one <= at + NEAR_AFTER; one += 1) {
    const stem = one === at ? undefined : words[one]?.stem
    if (stem === undefined || near.has(stem)) continue
    near.add(stem)
    see('near', stem)
    see(nearOf[word.kind], stem)
  }
}

const places = Array.from({ length: BEFORE + 1 + AFTER }, (_, at) => String(at - BEFORE))
const nearOf = {
  small: 'near small',
  capital: 'near capital',
  digits: 'near digits',
  mixed: 'near mixed',
  marked: 'near marked',
  number: 'near number',
} as const
