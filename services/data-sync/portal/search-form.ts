import { html, type Html } from '#core/html.ts'
import { sortOrders, type CatalogRequest } from './catalog-request.ts'

/** The search above the list. It is a plain form; with htmx the list follows what is typed. */
export function searchForm({ q, sort, failing }: CatalogRequest): Html {
  return html`<form
    class="toolbar"
    role="search"
    method="get"
    action="/catalog"
    hx-get="/catalog"
    hx-trigger="input delay:200ms, submit"
    hx-target="#catalog-results"
    hx-select="#catalog-results"
    hx-replace-url="true"
    hx-swap="outerMorph"
    hx-sync="this:replace"
  >
    <div class="search">
      <label class="visually-hidden" for="catalog-q">Search tables and columns</label>
      <input
        type="search"
        id="catalog-q"
        name="q"
        value="${q}"
        maxlength="200"
        placeholder="Search tables and columns"
        autocomplete="off"
      />
      <button class="button">Search</button>
    </div>
    <div class="row">
      <label for="catalog-sort" class="muted small nowrap">Sort by</label>
      <div>
        <select id="catalog-sort" name="sort">
          ${Object.entries(sortOrders).map(
            ([value, text]) =>
              html`<option value="${value}" ${value === sort && html`selected`}>${text}</option>`,
          )}
        </select>
      </div>
    </div>
    ${failing && html`<input type="hidden" name="show" value="failing" />`}
  </form>`
}
