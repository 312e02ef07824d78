import { html, type Html } from '#core/html.ts'

const marks = /(\*\*[^*\n]+\*\*|\*[^*\n]+\*|`[^`\n]+`)/

/**
 * The simple Markdown of a message: bold, code and line breaks. Everything else, links and markup among
 * it, is shown as the text that it is.
 */
export function messageHtml(message: string): readonly Html[] {
  return message.split('\n').map((line) => html`${line.split(marks).map(part)}<br />`)
}

function part(text: string): Html | string {
  if (/^`[^`]+`$/.test(text)) return html`<code>${text.slice(1, -1)}</code>`
  const bold = /^\*{1,2}([^*]+)\*{1,2}$/.exec(text)?.[1]
  return bold === undefined ? text : html`<strong>${bold}</strong>`
}
