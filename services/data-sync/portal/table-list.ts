import { html, type Html } from '#core/html.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import type { CatalogTable } from './catalog-table.ts'
import type { CatalogView } from './catalog-view.ts'
import { conditionBadges } from './condition-badges.ts'
import { formatCount } from '#core/portal/format-count.ts'
import { shorten } from './format-scalar.ts'
import { runProblem } from './run-problem.ts'
import { conditionsOf } from './table-conditions.ts'
import { tablePath } from './table-path.ts'
import { timeAgo } from '#core/portal/time-ago.ts'

/** Tables with their facts, one a row; `below` may add to what stands under a name. */
export function tableList(
  view: CatalogView,
  tables: readonly CatalogTable[],
  caption: string,
  below?: (table: CatalogTable) => Html | undefined,
): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="table">
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Table</th>
          <th scope="col" class="num tight">Rows</th>
          <th scope="col" class="num tight">Columns</th>
          <th scope="col" class="num tight">Size</th>
          <th scope="col" class="tight">Checked</th>
          <th scope="col" class="tight">Changed</th>
        </tr>
      </thead>
      <tbody>
        ${tables.map((table) => row(view, table, below?.(table)))}
      </tbody>
    </table>
  </div>`
}

function row(view: CatalogView, table: CatalogTable, below: Html | undefined): Html {
  const { version, columns, description } = table
  return html`<tr>
    <th scope="row">
      <a href="${tablePath(table)}">${table.name}</a>
      ${conditionBadges(table, conditionsOf(table, view.configured, view.now))}
      ${description && html`<div class="small muted">${shorten(description, 160)}</div>`}
      ${unpublishedReason(view, table)} ${below}
    </th>
    <td class="num">${version ? formatCount(version.rows) : '–'}</td>
    <td class="num">${version && columns !== undefined ? formatCount(columns) : '–'}</td>
    <td class="num">${version ? formatBytes(version.bytes) : '–'}</td>
    <td class="tight">${checked(table, view.now)}</td>
    <td class="tight">${version ? timeAgo(version.created_at, view.now) : '–'}</td>
  </tr>`
}

function checked({ version, checkedAt }: CatalogTable, now: Date): Html | string {
  return version ? timeAgo(checkedAt ?? version.created_at, now) : '–'
}

/** Only administrators are shown unpublished tables. */
function unpublishedReason({ viewer }: CatalogView, { version, lastRun }: CatalogTable) {
  if (version || !lastRun) return undefined
  return html`<div class="small">${runProblem(lastRun, viewer.admin)}</div>`
}
