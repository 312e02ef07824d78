import { html, type Html } from '#core/html.ts'

const WIDTH = 48

/** A small bar for a share; the number stands beside it, so that the bar itself says nothing aloud. */
export function shareBar(part: number, whole: number): Html {
  const share = whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0
  const filled = share === 0 ? 0 : Math.max(1, Math.round(share * WIDTH))
  return html`<svg width="${WIDTH}" height="5" viewBox="0 0 ${WIDTH} 5" aria-hidden="true">
    <rect class="track" width="${WIDTH}" height="5" rx="2.5" />
    <rect class="bar" width="${filled}" height="5" rx="2.5" />
  </svg>`
}
