import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eachBlockCue } from './each-block-cue.ts'
import { eachWordCue } from './each-word-cue.ts'
import { wordsOf, type Word } from './words-of.ts'

/** What each cue adds to a score, by table and cue: made by `npm run train:secrets`, never by hand. */
export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>
type Tables = ReadonlyMap<string, ReadonlyMap<string, number>>

/** A word is held to be secret above it: chosen so that of a hundred ordinary blocks hardly any has one. */
const THRESHOLD = 2
/** How much the whole block counts beside the word. */
const BLOCK = 3

/**
 * Where a block most likely tells something secret or personal, judged by how such things were told elsewhere: the
 * place of its most telling word; undefined where none is.
 */
export function tellsAt(text: string, by: Tables = kept()): number | undefined {
  const words = wordsOf(text)
  const block = BLOCK * blockScore(words, by)
  let [best, place]: [number, number | undefined] = [THRESHOLD, undefined]
  for (const [at, word] of words.entries()) {
    let score = block
    eachWordCue(words, at, (table, cue) => {
      score += by.get(table)?.get(cue) ?? 0
    })
    if (score > best) [best, place] = [score, word.at]
  }
  return place
}

/** Of a long block no more than of a short one: what is said in it may be about other things. */
export const blockScale = (cues: number): number => 2 / Math.sqrt(cues)

function blockScore(words: readonly Word[], by: Tables): number {
  let [score, cues] = [0, 0]
  eachBlockCue(words, (table, cue) => {
    score += by.get(table)?.get(cue) ?? 0
    cues += 1
  })
  return score * blockScale(cues)
}

/** Weights as they are looked up: a word of somebody's text may be called as a property of every object is. */
export function tablesOf(weights: Weights): Tables {
  return new Map(
    Object.entries(weights).map(([table, cues]) => [table, new Map(Object.entries(cues))]),
  )
}

/** The weights as they are kept: two megabytes, so they are read when they are needed, and not at import. */
export const readWeights = (): string =>
  readFileSync(join(import.meta.dirname, 'weights.json'), 'utf8')

let tables: Tables | undefined
const kept = (): Tables => (tables ??= tablesOf(JSON.parse(readWeights()) as Weights))
