import { html, type Html } from '#core/html.ts'
import { spansOf, type Span } from '#core/notifications/spans.ts'

/** The simple Markdown of a message for a page that keeps its line breaks; markup in it is shown as the text that it is. */
export function messageHtml(message: string): readonly Html[] {
  return spansOf(message).map(tagged)
}

function tagged({ text, bold, italic, code, href }: Span): Html {
  if (code) return html`<code>${text.replace(/\n$/, '')}</code>`
  let tagged = html`${text}`
  if (italic) tagged = html`<em>${tagged}</em>`
  if (bold) tagged = html`<strong>${tagged}</strong>`
  // Only http and https come as links; the page that they lead to learns nothing of this one.
  if (href) tagged = html`<a href="${href}" rel="noreferrer">${tagged}</a>`
  return tagged
}
