/** An identifier as SQL text of DuckDB, safe for any name. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A string as SQL text of DuckDB, safe for any text. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  // For DuckDB the SQL ends where a NUL is.
  return text.includes('\0') ? `(${quoted.replaceAll('\0', "' || chr(0) || '")})` : quoted
}

/** A list of string literals, `['a', 'b']`. */
export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`
}
