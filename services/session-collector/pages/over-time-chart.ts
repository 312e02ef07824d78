import { html, type Html } from '#core/html.ts'
import { formatCompact } from '#core/portal/format-count.ts'
import { measureNames, measures, type Measure } from '../analytics/measures.ts'
import { splits, type OverTime, type Split } from '../analytics/over-time.ts'
import { formatDuration } from './format-duration.ts'
import { weekBars } from './week-bars.ts'

const splitNames: Readonly<Record<Split, string>> = {
  nothing: 'In all',
  project: 'By project',
  model: 'By model',
  person: 'By person',
}

/** Where the chart stands: its page, whether that is of several people, and the project it is about. */
export interface ChartPlace {
  readonly path: string
  readonly team: boolean
  readonly project: string | undefined
}

/** A measure week by week as bars, with a choice of the measure and of what it is split by. */
export function overTimeCard(found: OverTime, { path, team, project }: ChartPlace): Html {
  const { measure, split, weeks, series } = found
  const offered = splits.filter((one) => team || one !== 'person')
  const format = (value: number) => formatValue(value, measure)
  return html`<section class="card stack" aria-labelledby="over-time">
    <header><h2 id="over-time">${measures[measure].title} by week</h2></header>
    <form class="inline-form" method="get" action="${path}">
      ${project !== undefined && html`<input type="hidden" name="project" value="${project}" />`}
      <div class="field brief">
        <label for="measure">Show</label>
        <select id="measure" name="measure">
          ${measureNames.map((name) => option(name, measures[name].title, measure))}
        </select>
      </div>
      <div class="field brief">
        <label for="split">Split</label>
        <select id="split" name="split">
          ${offered.map((name) => option(name, splitNames[name], split))}
        </select>
      </div>
      <button class="button">Show</button>
    </form>
    ${weekBars(weeks, series, format)} ${split !== 'nothing' && legend(found, format)}
  </section>`
}

function option(value: string, title: string, chosen: string): Html {
  return html`<option value="${value}" ${value === chosen && html`selected`}>${title}</option>`
}

function legend({ series }: OverTime, format: (value: number) => string): Html {
  return html`<ul class="legend">
    ${series.map(
      ({ name, values }, nth) =>
        html`<li>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <rect class="bar part-${nth + 1}" width="12" height="12" />
          </svg>
          ${name}
          <span class="muted">${format(values.reduce((sum, value) => sum + value, 0))}</span>
        </li>`,
    )}
  </ul>`
}

function formatValue(value: number, measure: Measure): string {
  const { unit } = measures[measure]
  if (unit === 'ms') return formatDuration(value)
  return unit === 'usd' ? `$${value.toFixed(2)}` : formatCompact(value)
}
