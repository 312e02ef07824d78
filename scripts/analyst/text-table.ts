/** Draws a table with box characters; `numbers` says which columns are aligned to the right. */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly boolean[],
): string {
  const clean = [headings, ...rows].map((row) => row.map(oneLine))
  const widths = headings.map((_, column) =>
    clean.reduce((most, row) => Math.max(most, displayWidth(row[column] ?? '')), 0),
  )
  const line = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right
  const draw = (cells: readonly string[]) =>
    `│${widths.map((width, column) => ` ${pad(cells[column] ?? '', width, numbers[column])} `).join('│')}│`
  return [
    line('┌', '┬', '┐'),
    draw(clean[0] ?? []),
    line('├', '┼', '┤'),
    ...clean.slice(1).map(draw),
    line('└', '┴', '┘'),
    '',
  ].join('\n')
}

/** Control characters would break the frame, or do worse things to a terminal. */
export function oneLine(cell: string): string {
  return cell.replace(/\p{Cc}/gu, (character) =>
    character === '\n' ? '\\n' : character === '\t' ? '\\t' : '\uFFFD',
  )
}

function pad(cell: string, width: number, right: boolean | undefined): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(cell)))
  return right ? space + cell : cell + space
}

/** How many cells of a terminal a text takes: East Asian wide characters take two, marks none. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) {
    if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) continue
    width +=
      /^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}]$/u.test(
        character,
      )
        ? 2
        : 1
  }
  return width
}
