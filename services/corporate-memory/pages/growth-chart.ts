import { html, type Html } from '#core/html.ts'
import { countOf, formatCount } from '#core/portal/format-count.ts'
import type { Week } from '../views/growth.ts'

const WIDTH = 640
const HEIGHT = 160

/** Two bars a week, one before the other: all items at its end, and those of them that were accepted then. */
export function growthChart(weeks: readonly Week[]): Html {
  const most = Math.max(1, ...weeks.map(({ items }) => items))
  const step = WIDTH / Math.max(1, weeks.length)
  const [first, last] = [weeks.at(0), weeks.at(-1)]
  const words = `Half a year ago: ${first ? countsOf(first) : 'nothing'}. Now: ${last ? countsOf(last) : 'nothing'}.`
  const bar = (week: Week, index: number, value: number, style: string) => {
    const height = (value / most) * (HEIGHT - 4)
    return html`<rect
      class="bar ${style}"
      x="${(index * step + 1).toFixed(1)}"
      y="${(HEIGHT - height).toFixed(1)}"
      width="${(step - 3).toFixed(1)}"
      height="${height.toFixed(1)}"
    >
      <title>Week of ${dayOf(week)}: ${countsOf(week)}</title>
    </rect>`
  }
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words}">
      ${weeks.map((week, index) => bar(week, index, week.items, 'soft'))}
      ${weeks.map((week, index) => bar(week, index, week.accepted, ''))}
      <line class="axis" x1="0" y1="${HEIGHT}" x2="${WIDTH}" y2="${HEIGHT}" />
    </svg>
    <div class="spread small muted">
      <span>${first && dayOf(first)}</span><span>this week</span>
    </div>
    <ul class="legend">
      ${legend('soft', 'Items at the end of each week')}
      ${legend('', 'Accepted at the end of each week')}
    </ul>
    <p class="small muted">${words} The highest bar is ${countOf(most, 'item')}.</p>`
}

function legend(style: string, text: string): Html {
  return html`<li>
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <rect class="bar ${style}" width="12" height="12" />
    </svg>
    ${text}
  </li>`
}

function countsOf({ items, accepted }: Week): string {
  return `${countOf(items, 'item')}, ${formatCount(accepted)} accepted`
}

function dayOf({ week }: Week): string {
  return week.toISOString().slice(0, 10)
}
