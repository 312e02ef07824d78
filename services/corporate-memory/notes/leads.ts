/** As much of a line as may lead to another. */
const LENGTH = 200
/** A paragraph of at most so many characters may be the title of what follows. */
const SHORT = 60

/** A piece of a note, as far as it matters for what follows it. */
interface Leading {
  readonly kind: string
  readonly lines: readonly string[]
}

/** What leads to each block of a note: `Password:` above a value, also when it is a list's item. */
export class Leads {
  #above = ''
  #items: { readonly indent: number; readonly text: string }[] = []

  /** The lead of the next block, which then may lead itself. */
  of({ kind, lines }: Leading, text: string): string {
    if (kind === 'heading') {
      this.#above = ''
      this.#items = []
      return ''
    }
    const indent = kind === 'item' ? (/^\s*/.exec(lines[0] ?? '')?.[0].length ?? 0) : 0
    if (kind !== 'item') this.#items = []
    while ((this.#items.at(-1)?.indent ?? -1) >= indent) this.#items.pop()
    const lead = this.#items.at(-1)?.text ?? this.#above
    const own = text.replace(/^(?:[-*+•]|\d{1,3}[.)])\s+/, '').slice(-LENGTH)
    if (kind === 'item') this.#items.push({ indent, text: own })
    else this.#above = /[:：]\s*[*_`]*$/.test(text) || text.length <= SHORT ? own : ''
    return lead
  }
}
