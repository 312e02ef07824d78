import { html, type Html } from '#core/html.ts'

const WIDTH = 640
const HEIGHT = 160

/** One part of what each week's bar is made of. */
export interface WeekSeries {
  readonly name: string
  /** Week by week. */
  readonly values: readonly number[]
}

/** Values of weeks as bars, one series on the other, with what the highest is and which weeks they are. */
export function weekBars(
  weeks: readonly string[],
  series: readonly WeekSeries[],
  format: (value: number) => string,
): Html {
  const totals = weeks.map((_, week) =>
    series.reduce((sum, one) => sum + (one.values[week] ?? 0), 0),
  )
  const most = Math.max(0, ...totals)
  if (most === 0) return html`<p class="muted">Nothing in the last ${weeks.length} weeks.</p>`
  const words = weeks.map((week, place) => `${week}: ${format(totals[place] ?? 0)}`)
  return html`<svg
      class="chart"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="${words.join('; ')}"
    >
      ${weeks.map((week, place) => bar(week, place, weeks.length, series, most, format))}
      <line class="axis" x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}" />
    </svg>
    <p class="scale small muted">
      <span>${weeks[0]}</span>
      <span>most: ${format(most)}</span>
      <span>${weeks.at(-1)}</span>
    </p>`
}

function bar(
  week: string,
  place: number,
  weeks: number,
  series: readonly WeekSeries[],
  most: number,
  format: (value: number) => string,
): readonly Html[] {
  const step = WIDTH / weeks
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
      <title>${week}, ${name}: ${format(value)}</title>
    </rect>`
  })
}
