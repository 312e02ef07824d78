import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'
import { redact } from '#core/secret-scan/redact.ts'
import type { FileAnalysis } from '../transcript/file-analysis.ts'

const LENGTH = 80
/** Around what a command of the program puts into its person's mouth. */
const TAG = /<\/?command-(?:message|name|args|contents)>/g

/** How a session is called: by its person, by the program, by its summary, or by what was asked first. */
export function titleOf(all: FileAnalysis): string | undefined {
  const summary = all.summaries.findLast(({ leaf }) => leaf !== undefined && all.uuids.has(leaf))
  const title = all.customTitle ?? all.aiTitle ?? summary?.text ?? all.firstTurn?.replace(TAG, ' ')
  if (title === undefined) return undefined
  const line = oneLine(visibleText(redact(title.slice(0, 4000))))
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1).trimEnd()}…` : line || undefined
}
