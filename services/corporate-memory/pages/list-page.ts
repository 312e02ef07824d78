import { html, type Html } from '#core/html.ts'
import { countOf, formatCount } from '#core/portal/format-count.ts'
import { statsList } from '#core/portal/stats-list.ts'
import { ago } from '#core/portal/time-ago.ts'
import { categories, categoryNames } from '../extract/category.ts'
import type { ItemList } from '../views/list-items.ts'
import { addressOf, shown, sortOrders, type ListRequest } from '../views/list-request.ts'
import type { Stats } from '../views/stats.ts'
import { activeFilters } from './active-filters.ts'
import { howToWrite } from './how-to-write.ts'
import { itemCard } from './item-card.ts'
import { pageTabs } from './page-tabs.ts'
import type { Viewer } from './viewer.ts'

/** The catalogue: numbers, search, filters, items, pages. */
export function listPage(
  list: ItemList,
  request: ListRequest,
  { stats, rules }: { readonly stats: Stats; readonly rules: number },
  viewer: Viewer,
): Html {
  const last = stats.last_collection
  return html`<header class="page-head">
      <div>
        <h1>Corporate memory</h1>
        <p class="lead">
          What the team knows, from everyone’s notes. What is accepted reaches everyone’s agent.
        </p>
      </div>
    </header>
    ${pageTabs('/corporate-memory')}
    <section class="card" aria-label="In numbers">
      ${statsList({
        Items: formatCount(stats.knowledge_count),
        People: formatCount(stats.contributors),
        'Your rules': formatCount(rules),
      })}
      <p class="small muted">
        ${last ? `Collected ${ago(new Date(last), viewer.now)}.` : 'Nothing was collected yet.'}
      </p>
    </section>
    ${searchForm(request, viewer)}
    <div id="memory-items" class="stack">
      ${activeFilters(request)}
      <p class="muted small" role="status">${countOf(list.total, 'item')}</p>
      ${list.items.map((item) => itemCard(item, viewer, request))}
      ${list.total === 0 && empty(request)} ${pager(list, request)}
    </div>`
}

/** A plain form; with htmx the list follows what is typed. A new search begins at its first page. */
function searchForm(request: ListRequest, { reviewer }: Viewer): Html {
  const { search, category, show, sort, tag } = request
  const choices = Object.entries(shown).filter(
    ([id]) => reviewer || (id !== 'rejected' && id !== 'expiring'),
  )
  return html`<form
    class="toolbar"
    role="search"
    method="get"
    action="/corporate-memory"
    hx-get="/corporate-memory"
    hx-trigger="input delay:300ms, submit"
    hx-target="#memory-items"
    hx-select="#memory-items"
    hx-replace-url="true"
    hx-swap="outerMorph"
    hx-sync="this:replace"
  >
    <div class="search">
      <label class="visually-hidden" for="memory-search">Search the memory</label>
      <input
        type="search"
        id="memory-search"
        name="search"
        value="${search}"
        maxlength="200"
        placeholder="Search the memory"
        autocomplete="off"
      />
      <button class="button">Search</button>
    </div>
    ${select('show', 'Show', choices, show)}
    ${select('category', 'About', [['', 'Everything'], ...categories.map((id) => [id, categoryNames[id]] as const)], category ?? '')}
    ${select('sort', 'Sort by', Object.entries(sortOrders), sort)}
    ${tag.map((one) => html`<input type="hidden" name="tag" value="${one}" />`)}
  </form>`
}

function select(
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string,
): Html {
  return html`<div class="field">
    <label for="memory-${name}" class="small muted">${label}</label>
    <select id="memory-${name}" name="${name}">
      ${options.map(([value, text]) => html`<option value="${value}" ${value === chosen && html`selected`}>${text}</option>`)}
    </select>
  </div>`
}

function pager({ page, pages }: ItemList, request: ListRequest): Html | undefined {
  if (pages < 2) return undefined
  return html`<nav class="spread" aria-label="Pages">
    ${page > 0 ? html`<a class="button" href="${addressOf({ ...request, page: page - 1 })}">Previous</a>` : html`<span></span>`}
    <span class="muted small">Page ${page + 1} of ${pages}</span>
    ${page + 1 < pages ? html`<a class="button" href="${addressOf({ ...request, page: page + 1 })}">Next</a>` : html`<span></span>`}
  </nav>`
}

function empty({ search, category, tag, show }: ListRequest): Html {
  const narrowed = search !== '' || category !== undefined || tag.length > 0 || show !== 'all'
  if (narrowed) {
    return html`<div class="card">
      <div class="empty">
        <h2>Nothing is like that</h2>
        <p>Try other words, or fewer.</p>
        <a class="button" href="/corporate-memory">Show everything</a>
      </div>
    </div>`
  }
  return html`<div class="card">
    <div class="empty">
      <h2>Nothing is known yet</h2>
      ${howToWrite}
    </div>
  </div>`
}
