import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { readRecords } from './read-records.ts'
import { fieldsIn, jsonOf, listIn, own, textIn } from './record.ts'
import { userText } from './user-turn.ts'

/** What a reader sees of one record. */
export interface TranscriptLine {
  readonly who: 'user' | 'assistant' | 'tool'
  readonly time: string | undefined
  readonly text: string
}

const TEXT = 4000

/** What was said and done in a transcript, in its order; at most `limit` lines, of which the first are told. A file that is not there says nothing. */
export async function transcriptLines(
  path: string | undefined,
  limit: number,
): Promise<{ readonly lines: readonly TranscriptLine[]; readonly more: number }> {
  const lines: TranscriptLine[] = []
  let more = 0
  const add = (who: TranscriptLine['who'], time: string | undefined, text: string) => {
    if (text.trim() === '') return
    if (lines.length < limit) lines.push({ who, time, text: cut(text) })
    else more += 1
  }
  if (path === undefined || !existsSync(path)) return { lines, more }
  await using file = await open(path)
  await readRecords(file, (record) => {
    const type = textIn(record, 'type')
    const time = textIn(record, 'timestamp')
    const blocks = listIn(fieldsIn(record, 'message'), 'content')
    if (type === 'user') add('user', time, userText(record))
    for (const block of blocks) {
      const kind = own(block, 'type')
      if (type === 'assistant' && kind === 'text')
        add('assistant', time, textIn(block, 'text') ?? '')
      if (kind === 'tool_use') {
        const name = textIn(block, 'name') ?? '(none)'
        add('tool', time, `${name}: ${jsonOf(own(block, 'input') ?? {})}`)
      }
      if (kind === 'tool_result' && own(block, 'is_error') === true) {
        const content = own(block, 'content')
        add('tool', time, `failed: ${typeof content === 'string' ? content : jsonOf(content)}`)
      }
    }
  })
  return { lines, more }
}

/** What is longer than a page shows, never cut within a character. */
function cut(text: string): string {
  return text.length <= TEXT ? text : `${text.slice(0, TEXT - 1).toWellFormed()}…`
}
