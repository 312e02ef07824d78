import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { readRecords } from './read-records.ts'
import { fieldsIn, isFields, jsonOf, listIn, own, textIn, type Fields } from './record.ts'
import { userText } from './user-turn.ts'

/** What a reader sees of one record. */
export interface TranscriptLine {
  readonly who: 'user' | 'assistant' | 'tool' | 'result'
  /** Whether it is of a subagent: its task, its answers, its tools. */
  readonly subagent: boolean
  readonly time: string | undefined
  readonly text: string
}

/** Some lines of a transcript, and how many there are behind them. */
export interface TranscriptPart {
  readonly lines: readonly TranscriptLine[]
  readonly more: number
}

const TEXT = 4000

/**
 * What was said and done in the files of a session, in their order: at most `limit` lines after the first `from`. A
 * file that is not there says nothing.
 */
export async function transcriptLines(
  paths: readonly string[],
  from: number,
  limit: number,
): Promise<TranscriptPart> {
  const lines: TranscriptLine[] = []
  let nth = 0
  const add = (line: TranscriptLine) => {
    if (line.text.trim() === '') return
    if (nth >= from && lines.length < limit) lines.push({ ...line, text: cut(line.text) })
    nth += 1
  }
  for (const path of paths) {
    if (!existsSync(path)) continue
    await using file = await open(path)
    await readRecords(file, (record) => {
      const type = textIn(record, 'type')
      const time = textIn(record, 'timestamp')
      const subagent = own(record, 'isSidechain') === true
      const say = (who: TranscriptLine['who'], text: string) => add({ who, subagent, time, text })
      const blocks = listIn(fieldsIn(record, 'message'), 'content')
      if (type === 'user') say('user', userText(record))
      for (const block of blocks) {
        const kind = own(block, 'type')
        if (type === 'assistant' && kind === 'text') say('assistant', textIn(block, 'text') ?? '')
        if (kind === 'tool_use') {
          const name = textIn(block, 'name') ?? '(none)'
          say('tool', `${name}: ${jsonOf(own(block, 'input') ?? {})}`)
        }
        if (kind === 'tool_result') {
          const text = resultText(block)
          if (own(block, 'is_error') === true) say('tool', `failed: ${text}`)
          else say('result', text)
        }
      }
    })
  }
  return { lines, more: Math.max(0, nth - from - lines.length) }
}

/** What a tool gave back: its texts, and of what is none, as a picture, the kind. */
function resultText(block: Fields): string {
  const content = own(block, 'content')
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return isFields(content) ? jsonOf(content) : ''
  return listIn(block, 'content')
    .map((part) => textIn(part, 'text') ?? `(${textIn(part, 'type') ?? 'something'})`)
    .join('\n')
}

/** What is longer than a page shows, never cut within a character. */
function cut(text: string): string {
  return text.length <= TEXT ? text : `${text.slice(0, TEXT - 1).toWellFormed()}…`
}
