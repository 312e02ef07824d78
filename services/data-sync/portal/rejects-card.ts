import { html, type Html } from '#core/html.ts'
import type { RejectGroup } from '../worker/job.ts'
import { countOf, formatCount } from '#core/portal/format-count.ts'
import { shorten } from './format-scalar.ts'
import type { TableView } from './table-view.ts'

/** What was kept out of the table and why, so that nobody counts on rows that are not there. */
export function rejectsCard({ table: { version } }: TableView): Html | undefined {
  if (!version || version.rejects.length === 0) return undefined
  return html`<section class="card flush" id="rejects">
    <header>
      <div>
        <h2>Rejected rows</h2>
        <p class="small muted">
          ${countOf(version.rejected, 'row')} of the source did not fit:
          ${consequence(version.rejects)}.
        </p>
      </div>
    </header>
    <div class="scroll" tabindex="0" role="region" aria-label="Rejected rows">
      <table class="table">
        <caption class="visually-hidden">
          Rejected rows
        </caption>
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Column</th>
            <th scope="col" class="num">Count</th>
            <th scope="col" class="num">First line</th>
            <th scope="col">Example</th>
          </tr>
        </thead>
        <tbody>
          ${version.rejects.map(row)}
        </tbody>
      </table>
    </div>
  </section>`
}

/** Of a row whose line can be read, only the value that does not fit is missing. */
function consequence(rejects: readonly RejectGroup[]): string {
  const lines = rejects.some(({ column }) => column === null)
  const values = rejects.some(({ column }) => column !== null)
  if (lines && values)
    return 'whole lines are not in the table, and single values are absent from it'
  return lines ? 'not in the table' : 'in the table, without the values that do not fit'
}

/** DuckDB's names of what is wrong with a line of CSV, in words. */
const reasons: Readonly<Record<string, string>> = {
  CAST: 'The value does not fit the column’s type',
  'MISSING COLUMNS': 'The line has too few values',
  'TOO MANY COLUMNS': 'The line has too many values',
  'UNQUOTED VALUE': 'A quote is not closed',
  'LINE SIZE OVER MAXIMUM': 'The line is too long',
  'INVALID ENCODING': 'The text is not in the declared encoding',
}

function row({ kind, column, count, line, example }: RejectGroup): Html {
  return html`<tr>
    <th scope="row">${reasons[kind] ?? kind.toLowerCase()}</th>
    <td>
      ${column === null ? html`<span class="muted">whole line</span>` : html`<code class="nowrap">${column}</code>`}
    </td>
    <td class="num">${formatCount(count)}</td>
    <td class="num">${formatCount(line)}</td>
    <td><code>${shorten(example, 200)}</code></td>
  </tr>`
}
