import type { Word } from './words-of.ts'

/** More words than a sentence or two say little about it. */
const WORDS = 40
/** Shapes other than of plain words, each with all words: more of them would be a table. */
const SHAPES = 6
const plain = new Set(['a', 'C'])

/** Tells what speaks for or against a block telling a secret at all: its words, and which stand beside which. */
export function eachBlockCue(
  words: readonly Word[],
  see: (table: string, cue: string) => void,
): void {
  const first = words.slice(0, WORDS)
  const seen = new Set<string>()
  const once = (table: string, cue: string): void => {
    const both = `${table} ${cue}`
    if (!seen.has(both)) see(table, cue)
    seen.add(both)
  }
  once('any block', '')
  const shapes = [...new Set(first.map(({ shape }) => shape))]
  const odd = shapes.filter((shape) => !plain.has(shape)).slice(0, SHAPES)
  for (const [at, { stem, shape }] of first.entries()) {
    const [next, afterNext] = [first[at + 1], first[at + 2]]
    once('has', stem)
    once('has shape', shape)
    if (next) once('pair', `${stem} ${next.stem}`)
    if (next) once('before shape', `${stem} ${next.shape}`)
    if (next) once('after shape', `${shape} ${next.stem}`)
    if (afterNext) once('apart', `${stem} ${afterNext.stem}`)
    for (const one of odd) once('with shape', `${stem} ${one}`)
  }
}
