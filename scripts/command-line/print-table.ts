import type { CommandContext } from '#core/command.ts'
import { displayWidth, oneLine } from '../analyst/text-table.ts'

/** Prints rows in aligned columns; without rows it says so to people and prints nothing for pipes. */
export function printTable(
  context: Pick<CommandContext, 'out' | 'note'>,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (rows.length === 0) return context.note('There are none.')
  // A name that somebody gave themselves must not steer the terminal of who administers, nor begin a line.
  const lines = [head, ...rows].map((row) => row.map(oneLine))
  const widths = head.map((_, column) =>
    lines.reduce((most, row) => Math.max(most, displayWidth(row[column] ?? '')), 0),
  )
  for (const row of lines) {
    context.out(
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - displayWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
  }
}
