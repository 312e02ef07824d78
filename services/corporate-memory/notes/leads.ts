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
    if (kind !== 'item') this.#items = []
    while ((this.#items.at(-1)?.indent ?? -1) >= indent) this.#items.pop()
    const lead = this.#items.at(-1)?.text ?? this.#above.text
    const above = [headings.at(-1) ?? '', this.#above.title, ...this.#items.map((one) => one.title)]
    const own = text.replace(/^(?:[-*+•]|\d{1,3}[.)])\s+/, '').slice(-LENGTH)
    const plain = own.replace(/[*_`]+/g, '')
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
    return { lead, scope: kind === 'item' ? scopeOf(above) : '' }
  }
}

function isShortTitle(text: string): boolean {
  return text.length <= SHORTEST && /[\p{L}\p{N})]\s*$/u.test(text)
}

/** Of what stands above an item, the outermost first: the first that says no, and the nearest title that tells something. */
function scopeOf([heading = '', ...titles]: readonly string[]): string {
  const no = [heading, ...titles].find(isNegating)
  const place = isSurrounding(heading) ? heading : ''
  const nearest = titles.findLast((title) => title !== '') ?? place
  return [...new Set([no, nearest])]
    .filter((title) => title !== undefined && (title === no || isTelling(title)))
    .map((title) => `${title?.replace(/[\s:：]+$/, '')}:`)
    .join(' ')
}
