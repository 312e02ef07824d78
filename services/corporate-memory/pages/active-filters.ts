import { html, type Html } from '#core/html.ts'
import { categoryNames } from '../extract/category.ts'
import { addressOf, shown, type ListRequest } from '../views/list-request.ts'

/** What narrows a list now; each is a link to the same list without it. */
export function activeFilters(request: ListRequest): Html | undefined {
  const { search, category, tag, show } = request
  const first = { ...request, page: 0 }
  const filters = [
    ...(search.trim() === '' ? [] : [{ text: `“${search}”`, without: { ...first, search: '' } }]),
    ...(show === 'all' ? [] : [{ text: shown[show], without: { ...first, show: 'all' as const } }]),
    ...(category === undefined
      ? []
      : [{ text: categoryNames[category], without: { ...first, category: undefined } }]),
    ...tag.map((one) => ({
      text: `#${one}`,
      without: { ...first, tag: tag.filter((other) => other !== one) },
    })),
  ]
  if (filters.length === 0) return undefined
  return html`<nav class="row" aria-label="What narrows the list">
    ${filters.map(
      ({ text, without }) =>
        html`<a class="button small" href="${addressOf(without)}" aria-label="Without ${text}"
          >${text} ×</a
        >`,
    )}
    ${filters.length > 1 && html`<a class="small" href="/corporate-memory">Show everything</a>`}
  </nav>`
}
