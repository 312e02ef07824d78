import type { Span } from '#core/notifications/spans.ts'

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
