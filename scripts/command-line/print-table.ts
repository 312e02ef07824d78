import type { CommandContext } from '#core/command.ts'

/** Prints rows in aligned columns; without rows it says so to people and prints nothing for pipes. */
export function printTable(
  context: Pick<CommandContext, 'out' | 'note'>,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  if (rows.length === 0) return context.note('There are none.')
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((row) => row[column]?.length ?? 0)))
  for (const row of lines) {
    context.out(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
}
