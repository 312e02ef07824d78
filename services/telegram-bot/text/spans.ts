/** A stretch of text that looks the same throughout. */
export interface Span {
  readonly text: string
  readonly bold?: boolean
  readonly italic?: boolean
  readonly code?: boolean
  readonly href?: string
}

// Marks count only around whole words, so that snake_case and 2*3 stay what they are; what they enclose
// is bounded, so that no text makes the search quadratic.
const mark = new RegExp(
  [
    /```(?:[\w-]{0,20}\n)?(?<block>[^`]{1,4000})```/u,
    /`(?<code>[^`\n]{1,500})`/u,
    /\[(?<label>[^[\]\n]{1,300})\]\((?<href>https?:\/\/[^\s()<>"]{1,1000})\)/u,
    /(?<![\p{L}\p{N}*])(?<star>\*\*?)(?=[^\s*])(?<bold>[^\n]{1,500}?)(?<=[^\s*])\k<star>(?![\p{L}\p{N}*])/u,
    /(?<![\p{L}\p{N}_])(?<line>__?)(?=[^\s_])(?<italic>[^\n]{1,500}?)(?<=[^\s_])\k<line>(?![\p{L}\p{N}_])/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)

/**
 * Reads simple Markdown: `*bold*` and `**bold**`, `_italic_`, code, and links to http and https. A mark
 * without its partner is text.
 */
export function spansOf(markdown: string, around: Omit<Span, 'text'> = {}): readonly Span[] {
  const spans: Span[] = []
  let end = 0
  for (const found of markdown.matchAll(mark)) {
    if (found.index > end) spans.push({ ...around, text: markdown.slice(end, found.index) })
    end = found.index + found[0].length
    const { block, code, label, href, bold, italic } = found.groups ?? {}
    const verbatim = block ?? code
    if (verbatim !== undefined) spans.push({ ...around, text: verbatim, code: true })
    else if (label !== undefined && href !== undefined)
      spans.push(...spansOf(label, { ...around, href }))
    else if (bold !== undefined) spans.push(...spansOf(bold, { ...around, bold: true }))
    else if (italic !== undefined) spans.push(...spansOf(italic, { ...around, italic: true }))
  }
  if (end < markdown.length) spans.push({ ...around, text: markdown.slice(end) })
  return spans
}

/**
 * Shortens to a number of UTF-16 units, which is how Telegram counts, never within a character and never
 * leaving a mark open.
 */
export function cutSpans(spans: readonly Span[], limit: number): readonly Span[] {
  const length = spans.reduce((sum, { text }) => sum + text.length, 0)
  if (length <= limit) return spans
  const kept: Span[] = []
  let left = limit - 1
  for (const span of spans) {
    const text = wholeCharacters(span.text, left)
    if (text !== '') kept.push({ ...span, text })
    left -= text.length
    if (text.length < span.text.length) break
  }
  return [...kept, { text: '…' }]
}

function wholeCharacters(text: string, units: number): string {
  const cut = text.slice(0, Math.max(0, units))
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}
