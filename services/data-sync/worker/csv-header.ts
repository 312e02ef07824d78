import type { Dialect, Slice } from '#core/connector.ts'
import { UpstreamError } from '#core/errors.ts'
import { sliceBytes } from './slice-bytes.ts'
import { wrongEncoding } from './utf8-slice.ts'

const longestHeader = 4 << 20

/**
 * The names in the first line of a CSV file, in the file's order, or undefined when the file is empty.
 * Read here because DuckDB goes by position: it takes a reordered header without a word.
 */
export async function csvHeader(
  slice: Slice,
  dialect: Dialect,
): Promise<readonly string[] | undefined> {
  let head = Buffer.alloc(0)
  for await (const chunk of sliceBytes(slice)) {
    head = Buffer.concat([head, chunk])
    const names = firstRecord(decoded(head, false), dialect)
    if (names) return accepted(names)
    if (head.length > longestHeader) throw withoutEnd()
  }
  const text = decoded(head, true)
  if (text.trim() === '') return undefined
  const names = firstRecord(`${text}\n`, dialect)
  if (names) return accepted(names)
  throw withoutEnd()
}

function accepted(names: readonly string[]): readonly string[] {
  // Plain letters of UTF-16 are valid UTF-8, each beside a NUL.
  if (names.some((name) => name.includes('\0'))) {
    throw wrongEncoding('the names of the columns hold NUL bytes, as text in utf-16le has')
  }
  if (names.length > 1 || names[0]?.trim() !== '') return names
  throw new UpstreamError('unreadable_csv', 'The first line, which names the columns, is blank.', {
    remedy: 'Let the file begin with the names of its columns.',
  })
}

function withoutEnd(): UpstreamError {
  return new UpstreamError(
    'unreadable_csv',
    'The first line, which names the columns, has no end: a quote in it is not closed.',
    { remedy: 'Check delimiter and quote in the options of the table.' },
  )
}

function decoded(bytes: Buffer, whole: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !whole })
  } catch (cause) {
    throw wrongEncoding('the first lines are not UTF-8', cause)
  }
}

/** The fields of the first record, or undefined when the text ends before it does. */
function firstRecord(
  text: string,
  { delimiter, quote, escape }: Dialect,
): readonly string[] | undefined {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? ''
    if (quoted) {
      const doubled = character === escape && text[index + 1] === quote
      if (doubled) {
        field += quote
        index += 1
      } else if (character === quote) quoted = false
      else field += character
    } else if (character === quote && field === '') quoted = true
    else if (text.startsWith(delimiter, index)) {
      fields.push(field)
      field = ''
      index += delimiter.length - 1
    } else if (character === '\n' || character === '\r') return [...fields, field]
    else field += character
  }
  return undefined
}
