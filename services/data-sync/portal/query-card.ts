import { html, type Html } from '#core/html.ts'
import type { CatalogTable } from './catalog-table.ts'
import { queryCommand } from './query-command.ts'

/** How an analyst gets at the table. */
export function queryCard({ name }: CatalogTable): Html {
  return html`<section class="card">
    <header><h2>How to query</h2></header>
    <div class="copy">
      <pre class="code" id="query-command"><code>${queryCommand(name)}</code></pre>
      <button class="button small" type="button" data-copy="query-command">Copy</button>
    </div>
    <p class="small muted">
      Run it in a folder that <code>analyst sync</code> has filled, or just ask Claude Code there
      about <code>${name}</code>.
    </p>
  </section>`
}
