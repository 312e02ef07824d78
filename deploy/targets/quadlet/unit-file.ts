/** A section of a unit file: its lines in order; a key may come several times. */
export type Section = readonly (readonly [key: string, value: string])[]

/** A unit file in the form that systemd and quadlet share (systemd.syntax(7)). */
export function unitFile(head: string, sections: Readonly<Record<string, Section>>): string {
  const texts = Object.entries(sections)
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => [`[${name}]`, ...lines.map(([key, value]) => `${key}=${value}`)])
  return `${head}\n${texts.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** A value that ends up in a command line: systemd would fill `%` and `$` (systemd.service(5)). */
export function escaped(text: string): string {
  return text.replaceAll('%', '%%').replaceAll('$', '$$$$')
}

/** One assignment, quoted as a whole where it has blanks. */
export function assignment(name: string, value: string): string {
  const text = `${name}=${escaped(value)}`
  return /[\s"'\\]/.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text
}
