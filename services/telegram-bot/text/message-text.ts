import { html, type Html } from '#core/html.ts'
import { spansOf, type Span } from '#core/notifications/spans.ts'
import { cutSpans } from './cut-spans.ts'

/** The most that Telegram takes, in UTF-16 units after its parsing (core.telegram.org/bots/api). */
export const TEXT_LIMIT = 4096
export const CAPTION_LIMIT = 1024

/** A text for Telegram, twice: with its marks, and without any for when those are not taken. */
export interface MessageText {
  /** Balanced and escaped by construction: the HTML style of the Bot API. */
  readonly html: string
  readonly plain: string
  /** Whether something had to be left out. */
  readonly cut: boolean
}

/** Makes a text of a bold first line and a message in simple Markdown; each may be missing. */
export function messageText(
  {
    title,
    message,
  }: { readonly title?: string | undefined; readonly message?: string | undefined },
  limit = TEXT_LIMIT,
): MessageText {
  const spans: readonly Span[] = [
    ...(title ? [{ text: message ? `${title}\n` : title, bold: true }] : []),
    ...(message ? spansOf(message) : []),
  ]
  return written(spans, limit)
}

/** A text without marks, whatever stands in it. */
export function plainText(text: string): MessageText {
  return written([{ text }], TEXT_LIMIT)
}

function written(spans: readonly Span[], limit: number): MessageText {
  const kept = cutSpans(spans, limit)
  return {
    html: kept.map((span) => tagged(span).text).join(''),
    plain: kept.map(({ text }) => text).join(''),
    cut: kept !== spans,
  }
}

// Code stands alone in Telegram: it takes no other mark around it.
function tagged({ text, bold, italic, code, href }: Span): Html {
  if (code) return html`<code>${text}</code>`
  let tagged = html`${text}`
  if (italic) tagged = html`<i>${tagged}</i>`
  if (bold) tagged = html`<b>${tagged}</b>`
  if (href) tagged = html`<a href="${href}">${tagged}</a>`
  return tagged
}
