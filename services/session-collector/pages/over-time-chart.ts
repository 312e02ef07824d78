import { html, type Html } from '#core/html.ts'
import { formatCompact } from '#core/portal/format-count.ts'
import { measureNames, measures, type Measure } from '../analytics/measures.ts'
import { splits, type OverTime, type Split } from '../analytics/over-time.ts'
import { formatDuration } from './format-duration.ts'

const WIDTH = 640
const HEIGHT = 160
const splitNames: Readonly<Record<Split, string>> = {
  nothing: 'In all',
  project: 'By project',
  model: 'By model',
  person: 'By person',
}

/** A measure week by week as bars, with a choice of the measure and of what it is split by. */
export function overTimeCard(found: OverTime, path: string, team: boolean): Html {
  const { measure, split } = found
  const offered = splits.filter((one) => team || one !== 'person')
  return html`<section class="card" aria-labelledby="over-time">
    <header><h2 id="over-time">${measures[measure].title} by week</h2></header>
    <form class="row" method="get" action="${path}">
      <label for="measure">Show</label>
      <select id="measure" name="measure">
        ${measureNames.map((name) => option(name, measures[name].title, measure))}
      </select>
      <label for="split">Split</label>
      <select id="split" name="split">
        ${offered.map((name) => option(name, splitNames[name], split))}
      </select>
      <button class="button">Show</button>
    </form>
    ${bars(found)} ${split !== 'nothing' && legend(found)}
  </section>`
}

function option(value: string, title: string, chosen: string): Html {
  return html`<option value="${value}" ${value === chosen && html`selected`}>${title}</option>`
}

function bars({ weeks, series, measure }: OverTime): Html {
  const totals = weeks.map((_, week) =>
    series.reduce((sum, one) => sum + (one.values[week] ?? 0), 0),
  )
  const most = Math.max(...totals) || 1
  const step = WIDTH / weeks.length
  const words = weeks.map((week, place) => `${week}: ${formatValue(totals[place] ?? 0, measure)}`)
  return html`<svg
    class="chart"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${words.join('; ')}"
  >
    ${weeks.map((week, place) => {
      let top = HEIGHT
      return series.map(({ name, values }, nth) => {
        const value = values[place] ?? 0
        const height = (value / most) * (HEIGHT - 4)
        if (height <= 0) return html``
        top -= height
        return html`<rect
          class="bar part-${nth + 1}"
          x="${(place * step + 1).toFixed(1)}"
          y="${top.toFixed(1)}"
          width="${Math.max(1, step - 3).toFixed(1)}"
          height="${height.toFixed(1)}"
        >
          <title>${week}, ${name}: ${formatValue(value, measure)}</title>
        </rect>`
      })
    })}
    <line class="axis" x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}" />
  </svg>`
}

function legend({ series, measure }: OverTime): Html {
  return html`<ul class="legend">
    ${series.map(
      ({ name, values }, nth) =>
        html`<li>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <rect class="bar part-${nth + 1}" width="12" height="12" />
          </svg>
          ${name}
          <span class="muted"
            >${formatValue(
              values.reduce((sum, value) => sum + value, 0),
              measure,
            )}</span
          >
        </li>`,
    )}
  </ul>`
}

function formatValue(value: number, measure: Measure): string {
  const { unit } = measures[measure]
  if (unit === 'ms') return formatDuration(value)
  return unit === 'usd' ? `$${value.toFixed(2)}` : formatCompact(value)
}
