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
  const kept = cutSpans(spans, limit)
  return {
    html: kept.map((span) => tagged(span).text).join(''),
    plain: kept.map(({ text }) => text).join(''),
    cut: kept !== spans,
  }
}

/** A text without marks, whatever stands in it. */
export function plainText(text: string, limit = TEXT_LIMIT): MessageText {
  const spans = [{ text }]
  const kept = cutSpans(spans, limit)
  const plain = kept.map((span) => span.text).join('')
  return { html: html`${plain}`.text, plain, cut: kept !== spans }
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
