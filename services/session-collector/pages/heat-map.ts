import { html, type Html } from '#core/html.ts'
import { formatDuration } from './format-duration.ts'

const CELL = 24
const LEFT = 44
const TOP = 18
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Active milliseconds by weekday and hour of UTC, the more the darker. */
export function heatMap(hours: readonly (readonly number[])[]): Html {
  const most = Math.max(1, ...hours.flat())
  return html`<section class="card" aria-labelledby="when">
    <header><h2 id="when">When, in UTC</h2></header>
    <div class="scroll" tabindex="0" role="region" aria-label="When">
      <svg
        class="chart roomy"
        viewBox="0 0 ${LEFT + CELL * 24} ${TOP + CELL * 7}"
        role="img"
        aria-label="${inWords(hours)}"
      >
        ${[0, 3, 6, 9, 12, 15, 18, 21].map(
          (hour) =>
            html`<text class="label" x="${LEFT + hour * CELL}" y="11">
              ${String(hour).padStart(2, '0')}
            </text>`,
        )}
        ${hours.map(
          (ofDay, day) =>
            html`<text class="label" x="0" y="${TOP + day * CELL + 15}">${days[day]}</text>
              ${ofDay.map((ms, hour) => cell(ms, most, day, hour))}`,
        )}
      </svg>
    </div>
  </section>`
}

function cell(ms: number, most: number, day: number, hour: number): Html {
  return html`<rect
    class="bar"
    x="${LEFT + hour * CELL}"
    y="${TOP + day * CELL}"
    width="${CELL - 2}"
    height="${CELL - 2}"
    opacity="${(0.06 + 0.94 * (ms / most)).toFixed(2)}"
  >
    <title>${days[day]} ${hour}:00 UTC: ${formatDuration(ms)}</title>
  </rect>`
}

/** For those who see no colours: how much there was on each weekday. */
function inWords(hours: readonly (readonly number[])[]): string {
  const sums = hours.map((ofDay) => ofDay.reduce((sum, ms) => sum + ms, 0))
  const said = sums.map((ms, day) => `${days[day]} ${formatDuration(ms)}`)
  return `Active time by weekday and hour, UTC: ${said.join(', ')}`
}
