/** A word of a text, and what of it the learned rule looks at. */
export interface Word {
  readonly text: string
  /** Where it begins in the text. */
  readonly at: number
  /** The beginning of a plain word, without accents; the shape of everything else. */
  readonly stem: string
  /** Capitals, small letters, capitalized words and numbers in order: `Cc4!` has the shape `C1!`. */
  readonly shape: string
  /** Which sorts of characters it has. */
  readonly kind: Kind
  /** The first and the last three characters, without accents. */
  readonly start: string
  readonly end: string
  /** The mark right before and right after it; empty where there is none. */
  readonly opened: string
  readonly closed: string
}

export type Kind = 'small' | 'capital' | 'digits' | 'mixed' | 'marked' | 'number'

/** Longer ones are no words; what they may be other rules know. */
const LONGEST = 120
const word = new RegExp(String.raw`(?<![^\s|])[^\s|]{1,${LONGEST}}(?![^\s|])`, 'g')
const inside = /[\p{L}\d#+*%@$€]/u
/** Words of other scripts have no neighbours that were ever seen. */
const foreign = /[^\0-\u024f\u2000-\u2fff]/
/** Secrets in code look otherwise than those that people tell: the other rules know them. */
const fenced = /(```|~~~)[\s\S]*?(?:\1|$)/g
/** Letters of a stem: enough to tell words, few enough to join their forms. */
const STEM = 5

/**
 * The words of a text's prose, in order: what stands between blanks and the borders of cells, without the marks around
 * it.
 */
export function wordsOf(text: string): readonly Word[] {
  const prose = text.replace(fenced, (code) => ' '.repeat(code.length))
  return [...prose.matchAll(word)].flatMap(({ 0: whole, index }) => {
    if (foreign.test(whole)) return []
    let from = 0
    while (from < whole.length && !inside.test(whole.charAt(from))) from += 1
    let to = whole.length
    while (to > from && !inside.test(whole.charAt(to - 1))) to -= 1
    if (from === to) return []
    const bare = whole.slice(from, to)
    const plain = bare.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
    const shape = shapeOf(bare)
    return [
      {
        text: bare,
        at: index + from,
        stem: /^[a-z]+$/.test(plain) ? plain.slice(0, STEM) : shape,
        shape,
        kind: kindOf(bare),
        start: plain.slice(0, 3),
        end: plain.slice(-3),
        opened: whole.charAt(from - 1),
        closed: whole.charAt(to),
      },
    ]
  })
}

/** Longer shapes are as good as equal. */
const SHAPE = 10

function shapeOf(text: string): string {
  return text
    .replace(/\p{L}+/gu, (letters) => {
      if (letters === letters.toLowerCase()) return 'a'
      if (letters === letters.toUpperCase()) return 'A'
      return /^\p{Lu}\p{Ll}+$/u.test(letters) ? 'C' : 'x'
    })
    .replace(/\d+/g, (digits) => String(Math.min(digits.length, 9)))
    .slice(0, SHAPE)
}

function kindOf(text: string): Kind {
  const letters = /\p{L}/u.test(text)
  const digits = /\d/.test(text)
  const marks = /[^\p{L}\d]/u.test(text)
  if (letters && digits) return marks ? 'marked' : 'mixed'
  if (letters) return /\p{Lu}/u.test(text) ? 'capital' : 'small'
  return marks ? 'number' : 'digits'
}
