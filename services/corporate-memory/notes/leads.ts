import { isNegating, isSurrounding, isTelling } from './scope.ts'

/** As much of a line as may lead to another. */
const LENGTH = 200
/** A paragraph of at most so many characters may be the title of what follows. */
const SHORT = 60
/** A line of at most so many, which ends no sentence, is the title of the list below it. */
const SHORTEST = 40
/** A line that ends with a colon is a title of this length too. */
const TITLE = 120

/** A piece of a note, as far as it matters for what follows it. */
interface Leading {
  readonly kind: string
  readonly lines: readonly string[]
  readonly headings: readonly string[]
}

/** What stands above a block. */
interface Lead {
  /** The line that leads to it, whatever it says: `Password:` above a value, also when it is a list's item. */
  readonly lead: string
  /** What has to be said with it, or it would say something else: `Don’t:`, `In staging:`, the item it lies below. */
  readonly scope: string
}

/** What leads to each block of a note, which then may lead itself. */
export class Leads {
  #above = { text: '', title: '' }
  #items: { readonly indent: number; readonly text: string; readonly title: string }[] = []

  of({ kind, lines, headings }: Leading, text: string): Lead {
    if (kind === 'heading') {
      this.#above = { text: '', title: '' }
      this.#items = []
      return { lead: '', scope: '' }
    }
    const [first = ''] = lines
    const indent = kind === 'item' ? (/^\s*/.exec(first)?.[0].length ?? 0) : 0
    // What a list stands between is led by nothing above it.
    const direct = kind === 'item' || this.#items.length === 0
    if (kind !== 'item') this.#items = []
    while ((this.#items.at(-1)?.indent ?? -1) >= indent) this.#items.pop()
    const lead = this.#items.at(-1)?.text ?? this.#above.text
    const titles = direct ? [this.#above.title, ...this.#items.map((one) => one.title)] : []
    const no = [...headings, ...titles].find(isNegating)
    const scope = kind === 'item' ? [no, nearestOf(headings.at(-1), titles)] : [no]
    const own = endOf(text.replace(/^(?:[-*+•]|\d{1,3}[.)])\s+/, ''))
    // A sign within a word is a part of a name: `order_items`.
    const plain = own.replace(/[*`]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    const colon = /[:：]\s*$/.test(plain)
    if (kind === 'item') {
      const title = colon ? plain.length <= TITLE : plain.length <= SHORT
      this.#items.push({ indent, text: own, title: title ? plain : '' })
    } else {
      const isTitle = /^\s*(\*\*|__)[^*_]{1,60}\1\s*$/.test(first) || isShortTitle(plain)
      const title = colon ? plain.length <= TITLE : isTitle
      this.#above = {
        text: colon || text.length <= SHORT ? own : '',
        title: title && lines.length === 1 ? plain : '',
      }
    }
    return { lead, scope: asScope(scope) }
  }
}

/** Half a character, which no database takes, is left out. */
function endOf(text: string): string {
  return text.slice(-LENGTH).replace(/^[\udc00-\udfff]/, '')
}

function isShortTitle(text: string): boolean {
  return text.length <= SHORTEST && /[\p{L}\p{N})]\s*$/u.test(text)
}

/** The nearest title of an item that tells something, else the surrounding that its heading names. */
function nearestOf(heading = '', titles: readonly string[]): string | undefined {
  const nearest =
    titles.findLast((title) => title !== '') ?? (isSurrounding(heading) ? heading : '')
  return isTelling(nearest) ? nearest : undefined
}

function asScope(titles: readonly (string | undefined)[]): string {
  return [...new Set(titles)]
    .flatMap((title) => (title === undefined ? [] : `${title.replace(/[\s:：]+$/, '')}:`))
    .join(' ')
}
