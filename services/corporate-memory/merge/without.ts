/** What of the one is not in the other, in the order of the one. */
export function without(from: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...from].filter((word) => !other.has(word))
}
