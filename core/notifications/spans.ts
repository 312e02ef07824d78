/** A stretch of a message that looks the same throughout; code stands alone, without other marks. */
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
 * Reads the simple Markdown of notifications, for every channel alike: `*bold*` and `**bold**`, `_italic_`, code, and
 * links to http and https. A mark without its partner is text.
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
