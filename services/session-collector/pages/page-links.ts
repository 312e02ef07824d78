import { html, type Html } from '#core/html.ts'
import { formatCount } from '#core/portal/format-count.ts'

/** Where in a long list somebody is, and the addresses of its other parts. */
export interface Place {
  /** How many stand before. */
  readonly from: number
  pathOf(from: number): string
}

/** Some of a long list. */
export interface Part<T> {
  readonly shown: readonly T[]
  readonly from: number
  readonly total: number
  readonly size: number
}

/** At most `size` of a list from a place on; its last ones where it is shorter than that. */
export function partOf<T>(all: readonly T[], from: number, size: number): Part<T> {
  const last = Math.floor(Math.max(0, all.length - 1) / size) * size
  const begin = Math.min(from, last)
  return { shown: all.slice(begin, begin + size), from: begin, total: all.length, size }
}

/** "51 to 100 of 1,234"; undefined where all is shown. */
export function rangeOf({ shown, from, total }: Part<unknown>): string | undefined {
  if (shown.length === total) return undefined
  const until = from + shown.length
  return `${formatCount(from + 1)} to ${formatCount(until)} of ${formatCount(total)}`
}

/** Leads to the part before and to the one after; nothing where all is shown. */
export function pageLinks(
  { shown, from, total, size }: Part<unknown>,
  pathOf: Place['pathOf'],
  {
    label,
    before,
    after,
  }: { readonly label: string; readonly before: string; readonly after: string },
): Html | undefined {
  const until = from + shown.length
  if (from === 0 && until === total) return undefined
  return html`<nav class="row" aria-label="${label}">
    ${from > 0 && html`<a class="button" href="${pathOf(Math.max(0, from - size))}">${before}</a>`}
    ${until < total && html`<a class="button" href="${pathOf(until)}">${after}</a>`}
  </nav>`
}
