import { html, type Html } from '../html.ts'

/**
 * The HTML part of a plain text: paragraphs, lines, and addresses of this portal as links. Nothing else of the
 * text becomes markup.
 */
export function mailHtml(
  text: string,
  around: { readonly name: string; readonly publicUrl: URL },
): Html {
  const paragraphs = text.split(/\n{2,}/)
  return html`<!doctype html>
    <html lang="en">
      <body style="font-family: sans-serif; line-height: 1.5; max-width: 36em">
        ${paragraphs.map((paragraph) => html`<p>${linesOf(paragraph, around.publicUrl)}</p>`)}
        <p style="color: #666">${around.name}, ${around.publicUrl.host}</p>
      </body>
    </html>`
}

function linesOf(paragraph: string, publicUrl: URL): readonly Html[] {
  return paragraph
    .split('\n')
    .map((line, place) => html`${place > 0 && html`<br />`}${withLinks(line, publicUrl)}`)
}

function withLinks(line: string, { origin }: URL): readonly (Html | string)[] {
  return line.split(/(https?:\/\/\S+)/).map((part) => {
    const url = /^https?:/.test(part) ? URL.parse(part) : null
    return url?.origin === origin ? html`<a href="${url.href}">${url.href}</a>` : part
  })
}
