import { html, type Html } from '#core/html.ts'

// Stars count only around whole words, as in Telegram: 2*3 and 2 * 3 stay what they are.
const marks = new RegExp(
  `(${[
    /(?<![\p{L}\p{N}*])\*\*(?![\s*])[^*\n]+(?<!\s)\*\*(?![\p{L}\p{N}*])/u,
    /(?<![\p{L}\p{N}*])\*(?![\s*])[^*\n]+(?<!\s)\*(?![\p{L}\p{N}*])/u,
    /`[^`\n]+`/u,
  ]
    .map(({ source }) => source)
    .join('|')})`,
  'u',
)

/**
 * The simple Markdown of a message: bold, code and line breaks. Everything else, links and markup among
 * it, is shown as the text that it is.
 */
export function messageHtml(message: string): readonly Html[] {
  return message.split('\n').map((line) => html`${line.split(marks).map(part)}<br />`)
}

/** What is split by marks is by turns outside of them and inside. */
function part(text: string, place: number): Html | string {
  if (place % 2 === 0) return text
  if (text.startsWith('`')) return html`<code>${text.slice(1, -1)}</code>`
  return html`<strong>${text.replaceAll('*', '')}</strong>`
}
