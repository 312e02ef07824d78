import qrcode from 'qrcode-generator'
import { html, type Html } from '#core/html.ts'

/** The margin that readers need around the modules (ISO/IEC 18004: four modules). */
const QUIET = 4

/** A text as a picture that a camera reads: inline SVG, so that nothing is fetched and nothing stored. */
export function qrCode(text: string, title: string): Html {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const count = code.getModuleCount()
  const size = count + 2 * QUIET
  return html`<svg
    viewBox="0 0 ${size} ${size}"
    width="220"
    height="220"
    role="img"
    aria-label="${title}"
    shape-rendering="crispEdges"
  >
    <rect width="${size}" height="${size}" fill="#fff" />
    <path fill="#000" d="${darkModules(count, (row, column) => code.isDark(row, column))}" />
  </svg>`
}

function darkModules(count: number, isDark: (row: number, column: number) => boolean): string {
  const all = Array.from({ length: count }, (_, index) => index)
  return all
    .flatMap((row) => all.filter((column) => isDark(row, column)).map((column) => [row, column]))
    .map(([row = 0, column = 0]) => `M${column + QUIET} ${row + QUIET}h1v1h-1z`)
    .join('')
}
