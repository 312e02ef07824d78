import { html, type Html } from '#core/html.ts'
import type { ColumnProfile } from '#core/sync/table-profile.ts'
import type { ColumnSchema } from '#core/sync/table-schema.ts'
import { columnValues } from './column-values.ts'
import { describeType } from './describe-type.ts'
import { formatCount, formatShare } from '#core/portal/format-count.ts'
import { formatScalar } from './format-scalar.ts'
import { shareBar } from './share-bar.ts'
import type { TableView } from './table-view.ts'

/** The columns with their meaning and, from the profile, what is in them. */
export function columnsCard({ schema, profile }: TableView): Html {
  return html`<section class="card flush">
    <header>
      <h2>Columns</h2>
      ${
        'value' in profile &&
        html`<p class="small muted">Distinct values and quartiles are close estimates.</p>`
      }
    </header>
    ${'missing' in schema && html`<p>The columns cannot be shown. ${schema.missing}</p>`}
    ${
      'missing' in profile &&
      html`<p class="muted">There is no profile of the values. ${profile.missing}</p>`
    }
    ${
      'value' in schema &&
      columnsTable(schema.value.columns, 'value' in profile ? profile.value : undefined)
    }
  </section>`
}

interface Profiled {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
}

function columnsTable(columns: readonly ColumnSchema[], profile: Profiled | undefined): Html {
  const profileOf = new Map(profile?.columns.map((column) => [column.name, column]))
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Columns">
    <table class="table">
      <caption class="visually-hidden">
        Columns
      </caption>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Type</th>
          ${
            profile &&
            html`<th scope="col" class="tight">Nulls</th>
              <th scope="col" class="num">Distinct</th>
              <th scope="col">Smallest – largest</th>
              <th scope="col">Values</th>`
          }
        </tr>
      </thead>
      <tbody>
        ${columns.map((column) => {
          const found = profileOf.get(column.name)
          return html`<tr>
            ${described(column)} ${profile && (found ? profiled(found, profile.rows) : unknown)}
          </tr>`
        })}
      </tbody>
    </table>
  </div>`
}

function described({ name, sourceName, description, type, origin }: ColumnSchema): Html {
  return html`<th scope="row">
      <code class="nowrap">${name}</code>
      ${sourceName !== name && html`<div class="small muted">“${sourceName}” in the source</div>`}
      ${description && html`<div class="small muted">${description}</div>`}
    </th>
    <td>
      ${describeType(type)}
      <div class="small muted" title="${origins[origin]}">
        <code class="${type.length <= 24 && 'nowrap'}">${type}</code>
      </div>
    </td>`
}

const origins: Readonly<Record<ColumnSchema['origin'], string>> = {
  declared: 'Declared in instance.yaml',
  source: 'As the source says',
  inferred: 'Found by reading all values',
}

const unknown = html`<td colspan="4" class="muted">not profiled</td>`

function profiled(column: ColumnProfile, rows: number): Html {
  const { nulls, distinct, min, max } = column
  return html`<td class="tight">${formatShare(nulls, rows)} ${shareBar(nulls, rows)}</td>
    <td class="num">${formatCount(distinct)}</td>
    <td>
      ${
        min === null || max === null
          ? html`<span class="null">none</span>`
          : min === max
            ? formatScalar(min, 40)
            : html`${formatScalar(min, 40)} – ${formatScalar(max, 40)}`
      }
    </td>
    <td>${columnValues(column, rows)}</td>`
}
