/**
 * The table's column names for a source's: spelled as there, without control characters, never empty,
 * and unique whatever the case, because DuckDB compares names without it: `id, ID, id` becomes
 * `id, ID_1, id_2`. `taken` are names that are in use already.
 */
export function columnNames(
  sourceNames: readonly string[],
  taken: readonly string[] = [],
): readonly string[] {
  const used = new Set(taken.map((name) => name.toLowerCase()))
  return sourceNames.map((sourceName, index) => {
    const wanted = readable(sourceName) || `column_${index + 1}`
    let name = wanted
    for (let copy = 1; used.has(name.toLowerCase()); copy += 1) name = `${wanted}_${copy}`
    used.add(name.toLowerCase())
    return name
  })
}

function readable(name: string): string {
  const clean = name
    .normalize('NFC')
    .replaceAll(/[\u0000-\u001f\u007f\ufeff]+/g, ' ')
    .trim()
  // Cut between characters: half of one is no text that a database would take.
  return [...clean].slice(0, 200).join('')
}
