/** A text as it is written, but for what never changes what it says: mark-up, articles, politeness, the last dot. */
export interface Reading {
  /** In small letters and in order, one for all that have one meaning. */
  readonly words: readonly string[]
  /** The same in the case that they have, but for a first letter and for emphasis. */
  readonly cased: readonly string[]
  /** The signs before the first word and behind each. */
  readonly signs: readonly string[]
}

const marks = /^\s*(?:(?:[-*+•>]|#{1,6})\s+)+|\*\*|(?<![\p{L}\p{N}])__|__(?![\p{L}\p{N}])/gu
const polite = /^(?:please|prosím|note that|remember to|make sure (?:that|to)|be sure to)[\s,:]+/iu
const czech = /[ěščřžýáíéůúťďň]/iu
/** `A few` is not `few`, and a letter that is code or in quotes is a name. */
const article =
  /(?<![^\s(])(?:[Tt]he|an?|^An?)(?=\s+(?!(?:few|little|most|other)(?!\p{L}))["„“]?[\p{L}\d`])/gmu
const emphasised =
  /^(?:not?|never|always|only|must|all|before|after|ne|nikdy|vždy|jen|pouze|musí|eur|usd|gbp)$/iu

/** Words for each of which the others of its line may stand, in any text. */
const alike = new Map(
  [
    'until till',
    'each every',
    'stay remain',
    'stays remains',
    'exclude skip ignore omit',
    'excluded skipped ignored omitted',
    'stored kept',
    'only solely',
    'that which',
    'jen jenom pouze',
    'ne nikoli nikoliv',
    'také taky rovněž',
    'z ze',
    'v ve',
    's se',
    'k ke',
    '2 two dva dvě',
    '3 three tři',
    '4 four čtyři',
    '5 five pět',
    '6 six šest',
    '7 seven sedm',
    '8 eight osm',
    '9 nine devět',
    '10 ten deset',
    '12 twelve dvanáct',
  ].flatMap((line) => {
    const [first = '', ...others] = line.split(' ')
    return others.map((other) => [other, first] as const)
  }),
)

/** `spelled` has its signs put into words. */
export function readingOf(spelled: string): Reading {
  const text = plain(spelled)
  const words: string[] = []
  const cased: string[] = []
  const signs = ['']
  let begins = true
  for (const { 0: token, index } of text.matchAll(/[\p{L}\p{N}_]+|\S/gu)) {
    if (!/[\p{L}\p{N}_]/u.test(token)) {
      const endsClause = token === '|' || /^,\s/.test(text.slice(index, index + 2))
      signs.push(`${signs.pop() ?? ''}${endsClause ? '|' : token}`)
      begins ||= token === '|'
      continue
    }
    const small = token.toLowerCase()
    const same = alike.get(small)
    const first = begins ? small.slice(0, 1) : token.slice(0, 1)
    words.push(same ?? small)
    cased.push(same ?? (emphasised.test(token) ? small : first + token.slice(1)))
    signs.push('')
    begins = false
  }
  return { words, cased, signs }
}

/** Without what does not matter; the end of a clause is `|` or a comma, and which of both does not matter either. */
function plain(spelled: string): string {
  const isCzech = czech.test(spelled)
  const text = spelled.normalize('NFKC').replace(marks, '').trim().replace(polite, '')
  return (
    (isCzech ? text : text.replace(article, ' '))
      .replaceAll('`', '')
      .replace(/(\p{L})n['’]t(?!\p{L})|(?<=can)not(?!\p{L})/giu, '$1 not')
      // What stands below `Never:` is said with it.
      .replace(
        /^(never|do not|nikdy): (\S)/iu,
        (_, no: string, next: string) => `${no} ${next.toLowerCase()}`,
      )
      .replace(/(?<=\p{L})['’]s(?!\p{L})/gu, '')
      .replace(/['‘’“”„«»]/g, '"')
      .replace(/[-=]>|→/g, ' → ')
      .replace(/\s[-–—]\s|[;:.!?–—](?=\s|$)/g, ' | ')
      .replace(isCzech ? /[,|]\s+(?:takže|proto)\s/giu : /[,|]\s+(?:so|and)\s/gi, ' | ')
      .replace(/(?<![\s|])[\s|]+$/, '')
  )
}
