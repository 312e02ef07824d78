import { html, type Html } from '#core/html.ts'
import { catalogPath } from './catalog-request.ts'
import type { CatalogView } from './catalog-view.ts'
import { icon } from './icon.ts'
import { runProgress } from './run-progress.ts'

/** Why the list is empty, and what the person can do about it. */
export function catalogEmpty(view: CatalogView): Html {
  return html`<div class="card">
    <div class="empty">${reason(view)}</div>
  </div>`
}

function reason(view: CatalogView): Html {
  const { viewer, request, tables, sources } = view
  if (tables.length > 0) return request.q !== '' ? nothingFound(view) : nothingFailing(view)
  if (!viewer.admin && viewer.tables.length === 0) return nothingGranted
  if (sources.some(({ working }) => working)) return firstSync(view)
  if (!viewer.admin) return nothingPublished
  return view.configured.length === 0 ? noSource : noTable
}

function nothingFound({ request }: CatalogView): Html {
  return html`${icon('search')}
    <h2>Nothing found</h2>
    <p>
      No table, description or column has all the words of “${request.q}”. Fewer or shorter words
      find more.
    </p>
    <a class="button" href="${catalogPath({ ...request, q: '' })}">Clear the search</a>`
}

function nothingFailing({ request }: CatalogView): Html {
  return html`${icon('check')}
    <h2>No table is failing</h2>
    <p>Every refresh ended well the last time.</p>
    <a class="button" href="${catalogPath({ ...request, failing: false })}">Show all tables</a>`
}

const nothingGranted = html`${icon('key')}
  <h2>No table is shared with you yet</h2>
  <p>
    An administrator shares tables with groups. Ask one to add you to a group, or to grant a table
    to one of yours.
  </p>`

const nothingPublished = html`${icon('clock')}
  <h2>None of your tables is published yet</h2>
  <p>
    Tables are shared with you, but nothing of them has arrived. Ask an administrator to look into
    it.
  </p>`

const noSource = html`${icon('plug')}
  <h2>No source is set up</h2>
  <p>
    Add one below <code>sources</code> in <code>instance.yaml</code> and start the stack again. It
    is read at once.
  </p>`

const noTable = html`${icon('table')}
  <h2>The sources have no tables</h2>
  <p>
    They were looked through and offer nothing. Check what <code>sources</code> in
    <code>instance.yaml</code> points to.
  </p>`

function firstSync({ viewer, sources }: CatalogView): Html {
  return html`${icon('clock')}
    <h2>The first sync is running</h2>
    <p>Tables appear here as soon as they are complete. This page follows by itself.</p>
    ${
      viewer.admin &&
      html`<p>
        ${sources.map(({ title, openRun }) => {
          if (!openRun) return undefined
          const state =
            openRun.status === 'queued' ? 'waits' : (runProgress(openRun) ?? 'looks for tables')
          return html`${title}: ${state}<br />`
        })}
      </p>`
    }
    <a class="button" href="/catalog">Reload</a>`
}
