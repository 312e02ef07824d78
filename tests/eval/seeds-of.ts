/** The seeds that were typed, or the usual three; what is no number would measure something else each time. */
export function seedsOf(typed: readonly string[]): readonly number[] {
  const seeds = typed.map(Number)
  const wrong = typed.find((_, place) => !Number.isSafeInteger(seeds[place]))
  if (wrong !== undefined) throw new Error(`${wrong} is no seed: name whole numbers, or none`)
  return seeds.length > 0 ? seeds : [1, 2, 3]
}
