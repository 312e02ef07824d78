import { html, type Html } from '#core/html.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { TranscriptLine, TranscriptPart } from '../transcript/transcript-lines.ts'
import { pageLinks, rangeOf } from './page-links.ts'

/** So many lines stand on one page. */
export const LINES = 400
/** A result that is longer is folded. */
const SHORT = 200

export interface TranscriptView extends TranscriptPart {
  /** How many lines stand on the pages before. */
  readonly from: number
  /** What is said when there is none. */
  readonly none: string
  /** The address of a page of it, by the lines before. */
  pathOf(from: number): string
}

const names = { user: 'Person', assistant: 'Claude', tool: 'Tool', result: 'Result' } as const

/** The text of a session, a page of it at a time. */
export function transcriptCard({ lines, more, from, none, pathOf }: TranscriptView): Html {
  const part = { shown: lines, from, total: from + lines.length + more, size: LINES }
  const range = lines.length > 0 && rangeOf(part)
  return html`<section class="card" aria-labelledby="transcript">
    <header>
      <h2 id="transcript">Transcript</h2>
      ${range && html`<p class="small muted">Lines ${range}</p>`}
    </header>
    ${
      lines.length === 0
        ? html`<p class="muted">${none}</p>`
        : html`<ol class="list">
            ${lines.map(line)}
          </ol>`
    }
    ${pageLinks(part, pathOf, { label: 'Pages of the transcript', before: 'Earlier', after: 'Later' })}
  </section>`
}

function line({ who, subagent, time, text }: TranscriptLine): Html {
  const name = subagent && who === 'user' ? 'Task' : names[who]
  return html`<li>
    <div>
      <p class="small muted">
        ${name}${time && html` <time datetime="${time}">${time.slice(0, 16).replace('T', ' ')}</time>`}
        ${subagent && html`<span class="badge">subagent</span>`}
      </p>
      ${who === 'result' && text.length > SHORT ? folded(text) : html`<p class="pre">${text}</p>`}
    </div>
  </li>`
}

/** What a tool read or printed may be long, and would hide what was said. */
function folded(text: string): Html {
  return html`<details class="more">
    <summary>${countOf(text.trimEnd().split('\n').length, 'line')}</summary>
    <p class="pre">${text}</p>
  </details>`
}
