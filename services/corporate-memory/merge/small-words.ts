/** Small words that change what a text says when one stands in the place of another, words of one meaning as one. */
const strong = new Map(
  [
    'as',
    'by',
    'of',
    'for',
    'on',
    'in',
    'at',
    'to into onto',
    'from',
    'with',
    'without',
    'per',
    'since',
    'before',
    'after',
    'than',
    'all every each both',
    'one',
    'any either',
    'some',
    'or nor',
    'if when whenever',
    'unless',
    'while during',
    'between',
    'within',
    'do',
    'z ze',
    'od',
    'o',
    'v ve',
    'u',
    'na',
    'k ke',
    'za',
    'před',
    'po',
    'bez',
    'pro',
    'přes',
    'mezi',
    'podle',
    's se',
    'než',
    'až',
    'i',
    'nebo či',
    'jestli pokud když',
  ].flatMap((line) => {
    const words = line.split(' ')
    return words.map((word) => [word, words[0] ?? word] as const)
  }),
)
/** Those that one person says for another: alone they make no other text. */
const weak = new Set(['of', 'for', 'with', 'as', 'if', 'on', 'in', 'at', 'o', 'v', 'u'])
/** `do` helps a verb in English. */
const czechOnly = new Set(['do', 'i', 'o', 'v', 'u', 'na', 'po', 's', 'z', 'k', 'od', 'za'])
const czech = /[ěščřžýáíéůúťďň]/

/** The small words of a text that it depends on. */
export interface SmallWords {
  readonly strong: readonly string[]
  /** Whether it joins by `and`, whose opposite is `or`. */
  readonly and: boolean
  /** Of what was, of what is over, or of what will be. */
  readonly time: string
  /** The word with a meaning behind `only`, else before it; empty without any. */
  readonly only: string
}

/** The small words of the words of a text, in small letters; `stemOf` is undefined for a word without a meaning. */
export function smallWordsOf(
  words: readonly string[],
  stemOf: (word: string) => string | undefined,
): SmallWords {
  const isCzech = words.some((word) => czech.test(word))
  const stems = (some: readonly string[]) => some.flatMap((word) => stemOf(word) ?? [])
  const only = words.findIndex((word) => /^(?:only|just|solely|jen|jenom|pouze)$/.test(word))
  return {
    strong: words
      .filter((word) => isCzech || !czechOnly.has(word))
      .flatMap((word) => strong.get(word) ?? []),
    and: isCzech ? words.includes('a') : words.includes('and'),
    time: timeOf(words.join(' ')),
    only: only === -1 ? '' : (stems(words.slice(only)).at(0) ?? stems(words).at(-1) ?? ''),
  }
}

function timeOf(text: string): string {
  const was = /(?<!\p{L})(?:was|were|had|used to|byl[aioy]?|býval[aioy]?)(?!\p{L})/u.test(text)
  const isOver = /(?<!\p{L})(?:has|have) been(?!\p{L})/u.test(text)
  const willBe = /(?<!\p{L})(?:will|going to|bude|budou|budeme)(?!\p{L})/u.test(text)
  return `${was} ${isOver} ${willBe}`
}

/**
 * Whether texts say another thing by their small words, all others being the same: `reduced by 20 %` and `reduced to
 * 20 %`.
 */
export function smallWordsDiffer(a: SmallWords, b: SmallWords): boolean {
  const [ofA, ofB] = [apart(a.strong, b.strong), apart(b.strong, a.strong)]
  return (
    (ofA.some(isStrong) && ofB.some(isStrong)) ||
    (a.and && !b.and && ofB.some(isOr)) ||
    (b.and && !a.and && ofA.some(isOr)) ||
    a.time !== b.time ||
    (a.only !== '' && b.only !== '' && a.only !== b.only)
  )
}

function isStrong(word: string): boolean {
  return !weak.has(word)
}

function isOr(word: string): boolean {
  return word === 'or' || word === 'nebo'
}

/** What is in one more often than in the other. */
function apart(from: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other]
  return from.filter((word) => {
    const place = left.indexOf(word)
    if (place !== -1) left.splice(place, 1)
    return place === -1
  })
}
