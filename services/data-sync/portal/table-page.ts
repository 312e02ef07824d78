import { html, type Html } from '#core/html.ts'
import { columnsCard } from './columns-card.ts'
import { conditionBadges } from './condition-badges.ts'
import { queryCard } from './query-card.ts'
import { rejectsCard } from './rejects-card.ts'
import { runProblem } from './run-problem.ts'
import { runsCard } from './runs-card.ts'
import { conditionsOf } from './table-conditions.ts'
import { tableFacts } from './table-facts.ts'
import type { TableView } from './table-view.ts'

/** The page of one table. */
export function tablePage(view: TableView): Html {
  const { table, configured, now } = view
  const source = configured.find(({ id }) => id === table.dataset)
  return html`<header class="page-head">
      <div>
        <nav class="breadcrumb" aria-label="Breadcrumb">
          <ol>
            <li><a href="/catalog">Catalog</a></li>
            <li>
              <a href="/catalog#dataset-${table.dataset}">${source?.title ?? table.dataset}</a>
            </li>
            <li aria-current="page">${table.name}</li>
          </ol>
        </nav>
        <h1>${table.name}</h1>
        ${table.description && html`<p class="lead">${table.description}</p>`}
        <div class="row">${conditionBadges(table, conditionsOf(table, configured, now))}</div>
      </div>
    </header>
    ${table.version ? published(view) : unpublished(view)} ${runsCard(view)}`
}

function published(view: TableView): Html {
  return html`${tableFacts(view)} ${warnings(view)} ${queryCard(view.table)} ${columnsCard(view)}
  ${rejectsCard(view)}`
}

function unpublished({ table, viewer }: TableView): Html {
  const { lastRun } = table
  return html`<div class="notice ${lastRun ? 'fail' : 'info'}">
    <p>
      ${lastRun ? 'This table could not be published' : 'This table is not published yet'}; only
      administrators see it
    </p>
    ${lastRun && runProblem(lastRun, viewer.admin)}
    ${!lastRun && html`<p>It appears for analysts when its first refresh has ended well.</p>`}
  </div>`
}

function warnings({ table: { version } }: TableView): Html | undefined {
  if (!version || version.warnings.length === 0) return undefined
  return html`<div class="notice warn">
    <p>Good to know about this version</p>
    <ul>
      ${version.warnings.map((warning) => html`<li>${warning}</li>`)}
    </ul>
  </div>`
}
