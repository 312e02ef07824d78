import { html, type Html } from '#core/html.ts'
import type { ColumnProfile } from '#core/sync/table-profile.ts'
import { countOf } from '#core/portal/format-count.ts'
import { formatScalar } from './format-scalar.ts'

const WIDTH = 132
const HEIGHT = 34

/** How the values of a column are spread, as a drawing with its meaning in words. */
export function histogram({ name, histogram: bins }: ColumnProfile): Html | undefined {
  const [first, last] = [bins.at(0), bins.at(-1)]
  if (!first || !last) return undefined
  const most = bins.reduce((best, bin) => (bin.count > best.count ? bin : best))
  const step = WIDTH / bins.length
  const words =
    `${name} from ${formatScalar(first.from)} to ${formatScalar(last.to)}, ` +
    `most often between ${formatScalar(most.from)} and ${formatScalar(most.to)} (${countOf(most.count, 'row')})`
  return html`<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
    <title>${words}</title>
    ${bins.map(({ count }, index) => {
      const height = barHeight(count, most.count)
      return html`<rect
        class="bar soft"
        x="${coordinate(index * step)}"
        y="${coordinate(HEIGHT - 1 - height)}"
        width="${coordinate(Math.max(1, step - 1))}"
        height="${coordinate(height)}"
      />`
    })}
    <line class="axis" x1="0" y1="${HEIGHT - 0.5}" x2="${WIDTH}" y2="${HEIGHT - 0.5}" />
  </svg>`
}

/** A bin that has anything in it stays visible. */
function barHeight(count: number, most: number): number {
  return count <= 0 ? 0 : Math.max(1.5, (count / most) * (HEIGHT - 2))
}

function coordinate(value: number): number {
  return Math.round(value * 100) / 100
}
