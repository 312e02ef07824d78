import { html, type Html } from '#core/html.ts'
import type { ColumnProfile } from '#core/sync/table-profile.ts'
import { countOf, formatCount, formatShare } from '#core/portal/format-count.ts'
import { formatScalar, type Scalar } from './format-scalar.ts'
import { histogram } from './histogram.ts'
import { shareBar } from './share-bar.ts'

const SHOWN = 3

/** What is in a column: a histogram with quartiles, or the most frequent values. */
export function columnValues(column: ColumnProfile, rows: number): Html {
  return html`${histogram(column)} ${spread(column)} ${topValues(column, rows)}`
}

function spread({ quantiles, mean }: ColumnProfile): Html | undefined {
  const [low, middle, high] = (quantiles ?? []).map(formatEstimate)
  if (low === undefined || middle === undefined || high === undefined) return undefined
  const average = mean === null ? '' : `, mean ${formatScalar(significant(mean))}`
  return html`<div class="small muted">
    half between ${low} and ${high}, median ${middle}${average}
  </div>`
}

/** More than four digits of an estimate, or its seconds, are noise. */
function formatEstimate(value: Scalar): string {
  if (typeof value === 'number') return formatScalar(significant(value))
  return formatScalar(value, 24).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):.*$/, '$1 $2')
}

function significant(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4))
}

function topValues({ top }: ColumnProfile, rows: number): Html | undefined {
  if (top.length === 0) return undefined
  const rest = top.slice(SHOWN)
  return html`${frequencies(top.slice(0, SHOWN), rows)}
  ${
    rest.length > 0 &&
    html`<details class="more small">
      <summary>${formatCount(rest.length)} more</summary>
      ${frequencies(rest, rows)}
    </details>`
  }`
}

function frequencies(top: ColumnProfile['top'], rows: number): Html {
  return html`<dl class="facts small">
    ${top.map(
      ({ value, count }) =>
        html`<dt>${formatScalar(value, 32)}</dt>
          <dd class="nowrap" title="${countOf(count, 'row')}">
            ${shareBar(count, rows)} ${formatShare(count, rows)}
          </dd>`,
    )}
  </dl>`
}
