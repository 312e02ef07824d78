/**
 * SQL of a text that arrives whole when `textOf` takes it from its row: what hands texts over to JavaScript takes a
 * byte order mark away from their beginning, and a name without it is another name.
 */
export function exactly(text: string): string {
  return `':' || ${text} AS exact`
}

/** The text of a row that was asked for with `exactly`. */
export function textOf({ exact }: Readonly<Record<string, unknown>>): string {
  return String(exact).slice(1)
}

/** A name as people know it: the mark of the file that it came from is none of it. */
export function withoutMark(name: string): string {
  return name.replace(/^\ufeff/, '')
}
