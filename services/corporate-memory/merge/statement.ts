import { isStopWord, stemsOf, wordsOf } from '../extract/words.ts'
import { createHash } from 'node:crypto'
import { directionsOf, type Directions } from './directions.ts'
import { conditionsOf } from './conditions.ts'
import { joinThousands } from './join-thousands.ts'
import { polesOf } from './opposites.ts'
import { readingOf, type Reading } from './reading.ts'
import { comparisonsOf, qualitiesOf, type Quality } from './qualities.ts'
import { smallWordsOf, type SmallWords } from './small-words.ts'
import { spelledOut } from './spelled-out.ts'
import { stepsOf } from './steps.ts'

/** A text as it is compared. */
export interface Statement {
  readonly stems: readonly string[]
  readonly set: ReadonlySet<string>
  readonly grams: ReadonlySet<string>
  readonly numbers: readonly string[]
  /** Names: code, words with signs or digits, capitals within a sentence. */
  readonly names: ReadonlySet<string>
  readonly negated: boolean
  readonly directions: Directions
  readonly poles: ReadonlySet<string>
  readonly qualities: ReadonlySet<Quality>
  readonly comparisons: readonly string[]
  readonly small: SmallWords
  readonly conditions: ReadonlySet<string>
  readonly reading: Reading
  readonly steps: readonly ReadonlySet<string>[]
  /** Equal for texts that say the same in every word and sign that matters. */
  readonly wordHash: string
}

/** A map, as `constructor` is a word like any other. */
const numberWords = new Map([
  ['two', '2'],
  ['three', '3'],
  ['four', '4'],
  ['five', '5'],
  ['six', '6'],
  ['seven', '7'],
  ['eight', '8'],
  ['nine', '9'],
  ['ten', '10'],
  ['twelve', '12'],
  ['twenty', '20'],
  ['thirty', '30'],
  ['half', '0.5'],
  ['polovina', '0.5'],
  ['půlka', '0.5'],
  ['hundred', '100'],
  ['thousand', '1000'],
  ['dva', '2'],
  ['dvě', '2'],
  ['tři', '3'],
  ['čtyři', '4'],
  ['pět', '5'],
  ['šest', '6'],
  ['sedm', '7'],
  ['osm', '8'],
  ['devět', '9'],
  ['deset', '10'],
  ['second', '2'],
  ['third', '3'],
])
const negation =
  /(?<!\p{L})(?:not|never|no|none|nor|without|avoid|except|excluding|unless|(?:apart|aside) from|other than|exception|don[’']?t|doesn[’']?t|isn[’']?t|aren[’']?t|can[’']?t|cannot|won[’']?t|mustn[’']?t|shouldn[’']?t|stop|forbid(?:den)?|prohibited|ne|nikoliv?|není|nejsou|nikdy|nesmí|nemá|nepouží\p{L}*|bez|kromě|vyjma|výjimk\p{L}+|žádn\p{L}*|neměl\p{L}*)(?!\p{L})/iu

export function statementOf(written: string): Statement {
  const text = joinThousands(written)
  const signless = spelledOut(text)
  const spelled = withNames(withoutContractions(signless))
  const stems = stemsOf(spelled)
  const small = text.normalize('NFKC').toLowerCase()
  const spoken = wordsOf(spelled)
  const inWords = spoken.join(' ')
  const words = wordsIn(signless)
  const reading = readingOf(signless)
  return {
    stems,
    set: new Set(stems),
    grams: gramsOf(stems.join(' ')),
    numbers: numbersOf(small, words),
    names: namesOf(text),
    negated: negation.test(spelled),
    directions: directionsOf(spoken),
    poles: polesOf(words),
    qualities: qualitiesOf(inWords),
    comparisons: comparisonsOf(inWords),
    small: smallWordsOf(spoken, (word) => stemsOf(word)[0]),
    conditions: conditionsOf(text),
    reading,
    steps: stepsOf(text),
    wordHash: wordHashOf(reading),
  }
}

/** `Pro` within a sentence is a name and not the Czech `pro`. */
function withNames(text: string): string {
  return text.replace(/(?<=[\p{Ll}\d,;)] )\p{Lu}\p{Ll}+/gu, (word) =>
    isStopWord(word.toLowerCase()) ? `name-${word}` : word,
  )
}

/** `don't` is `do not`. */
function withoutContractions(text: string): string {
  return text
    .replace(/(\p{L})n[’']t(?!\p{L})/giu, '$1 not')
    .replace(/(?<!\p{L})dont(?!\p{L})/giu, 'do not')
}

/** The words of a text in order, in small letters; signs that change what it says are words. */
export function plainWords(text: string): readonly string[] {
  return wordsIn(spelledOut(text))
}

function wordsIn(spelled: string): readonly string[] {
  return (
    spelled
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

function wordHashOf({ cased, signs }: Reading): string {
  const text = cased.map((word, place) => `${signs[place] ?? ''} ${word}`).join(' ')
  const all = `${text} ${signs.at(-1) ?? ''}`
  return createHash('sha256').update(all).digest('hex').slice(0, 24)
}

function numbersOf(small: string, words: readonly string[]): readonly string[] {
  const digits = small.match(/(?:(?<=^|[\s(=])[-−])?\d+(?:[.,:/-]\d+)*/g) ?? []
  const spelled = words.flatMap((word) => numberWords.get(word) ?? [])
  return [
    // 1,500 is not 1.500 everywhere, 1,5 is 1.5.
    ...digits.map((number) => number.replace(/,(?!\d{3}$)/, '.').replace('−', '-')),
    ...spelled,
  ].toSorted()
}

function namesOf(text: string): ReadonlySet<string> {
  const code = [...text.matchAll(/`([^`\n]{2,60})`/g)].map(([, inner = '']) => inner)
  const signed = text.match(/[\p{L}\d]+(?:[._/-][\p{L}\d]+)+/gu) ?? []
  const capitals =
    text.match(
      /(?<=[\p{Ll}\d,;)] )\p{Lu}[\p{L}\d]+|(?<!\p{L})\p{Lu}{2,}\d*(?!\p{L})|\p{Lu}\p{Ll}+\p{Lu}\p{L}*/gu,
    ) ?? []
  return new Set([...code, ...signed, ...capitals].map((name) => name.toLowerCase()))
}

function gramsOf(text: string): ReadonlySet<string> {
  const grams = new Set<string>()
  for (let index = 0; index + 4 <= text.length; index += 1) grams.add(text.slice(index, index + 4))
  return grams
}
