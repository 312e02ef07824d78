import type { Weights } from '#core/secret-scan/learned/tells-at.ts'

/** Weights as they are kept: a table a line. */
export function weightsFile(weights: Weights): string {
  const lines = Object.entries(weights).map(
    ([table, cues]) => `${JSON.stringify(table)}: ${JSON.stringify(cues)}`,
  )
  return `{\n${lines.join(',\n')}\n}\n`
}
