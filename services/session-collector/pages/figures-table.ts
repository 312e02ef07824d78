import { html, type Html } from '#core/html.ts'
import { formatCompact, formatCount } from '#core/portal/format-count.ts'
import type { Group } from '../analytics/activity-of.ts'
import { formatCost, formatDuration } from './format-duration.ts'
import { pageLinks, partOf, rangeOf, type Place } from './page-links.ts'

/** A row: what its figures belong to, and these. */
export type FiguresRow = readonly [name: string | Html, ...figures: (string | Html)[]]

/** A table whose first column names what the figures in the others belong to; nothing without rows. */
export function figuresTable(
  title: string,
  heads: readonly string[],
  rows: readonly FiguresRow[],
  links?: Html,
): Html {
  if (rows.length === 0) return html``
  return html`<section class="card flush">
    <header><h2>${title}</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table class="table">
        <thead>
          <tr>
            ${heads.map(
              (head, index) => html`<th scope="col" class="${index > 0 && 'num'}">${head}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...figures]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${figures.map((figure) => html`<td class="num">${figure}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${links && html`<div class="stack">${links}</div>`}
  </section>`
}

const SHOWN = 50
const heads = 'Sessions Duration Active Turns Tools Errors Denials'.split(' ')

export interface GroupsView {
  /** Several of them, and one. */
  readonly title: string
  readonly head: string
  readonly place: Place
  /** Leads to the page of one. */
  pathOf(name: string): string
}

/** People, or projects, with what they did, a page of them at a time. */
export function groupsTable(
  groups: readonly Group[],
  { title, head, place, pathOf }: GroupsView,
): Html {
  const part = partOf(groups, place.from, SHOWN)
  const rows = part.shown.map(({ name, totals }): FiguresRow => {
    return [
      html`<a href="${pathOf(name)}">${name}</a>`,
      formatCount(totals.sessions),
      formatDuration(totals.wallMs),
      formatDuration(totals.activeMs),
      formatCount(totals.userTurns),
      formatCount(totals.toolUses),
      formatCount(totals.errors),
      formatCount(totals.denials),
      formatCompact(totals.tokens.output),
      formatCost(totals.tokens),
    ]
  })
  const range = rangeOf(part)
  const links = pageLinks(part, (from) => place.pathOf(from), {
    label: `Pages of ${title.toLowerCase()}`,
    before: 'Before',
    after: 'After',
  })
  const said = range === undefined ? title : `${title}: ${range}`
  return figuresTable(said, [head, ...heads, 'Tokens out', 'Cost'], rows, links)
}
