/** Two of very many names that have the same number: the earlier one and the later. */
export function sharingNames(numberOf: (name: string) => number): readonly [string, string] {
  const known = new Map<number, string>()
  for (let n = 0; n < 1_000_000; n += 1) {
    const name = `name-${(n * 7919).toString(36)}`
    const other = known.get(numberOf(name))
    if (other !== undefined) return [other, name]
    known.set(numberOf(name), name)
  }
  throw new Error('of a million names no two have the same number')
}
