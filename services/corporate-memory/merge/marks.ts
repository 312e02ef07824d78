/** Signs of a text that change what it says though its words stay, for texts of the same words. */
export interface Marks {
  /** As they are written: 1.500 and 1,500 are not the same everywhere. */
  readonly numbers: string
  /** Short names in quotes or as code, whose case tells them apart: `a` and `A`. */
  readonly literals: string
  /** Before names: `-amount`. */
  readonly signs: string
  /** Of a formula: brackets and operators in order. */
  readonly formula: string
  /** How many commas stand before a clause that then only adds something: `readers, who …`. */
  readonly adding: number
}

export function marksOf(text: string): Marks {
  const plain = text.normalize('NFKC')
  const all = (pattern: RegExp) => (plain.match(pattern) ?? []).join(' ')
  const operators = all(/(?<=[\p{L}\p{N})] )[-+*/×÷−](?= [\p{L}\p{N}(])/gu)
  const isFormula = operators.length > 1 && plain.includes('=')
  return {
    numbers: all(/\d+(?:[.,]\d+)+/g),
    literals: all(/(?<=['"`‘“„])\p{L}{1,3}(?=['"`’”“])/gu),
    signs: all(/(?<=[\s(=])[-+−](?=[\p{L}_])/gu),
    formula: isFormula ? all(/[()]|(?<=\s)[-+*/×÷−](?=\s)/g) : '',
    adding: plain.match(/,\s+(?:who|whose|which|where)(?!\p{L})/giu)?.length ?? 0,
  }
}

/** `2 500` is one number. */
export function joinThousands(text: string): string {
  return text.replace(/(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]?\d)/g, (number) =>
    number.replace(/\D/g, ''),
  )
}

/** Whether two texts of the same words say another thing by their signs. Those that only one has may be a copy's loss. */
export function marksDiffer(a: Marks, b: Marks): boolean {
  const otherCase =
    a.literals !== b.literals && a.literals.toLowerCase() === b.literals.toLowerCase()
  const otherSigns = a.signs !== b.signs && a.signs.length === b.signs.length
  return (
    a.numbers !== b.numbers ||
    a.adding !== b.adding ||
    otherCase ||
    otherSigns ||
    (a.formula !== b.formula && sorted(a.formula) === sorted(b.formula))
  )
}

function sorted(signs: string): string {
  return signs.split(' ').toSorted().join(' ')
}
