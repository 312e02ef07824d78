import { drawNumber, GLYPH_HEIGHT, numberWidth } from './draw-number.ts'

/** A picture of a few colours: each byte of `pixels` is a place in `palette`, row by row. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly palette: readonly (readonly [red: number, green: number, blue: number])[]
  readonly pixels: Uint8Array
}

/** One bar and the whole number that stands below it. */
export interface Bar {
  readonly value: number
  readonly label: number
}

const WIDTH = 720
const HEIGHT = 360
const MARGIN = 24
const GAP = 8
const LETTERS = 3

const palette = [
  [255, 255, 255],
  [204, 212, 224],
  [138, 180, 232],
  [11, 95, 192],
  [61, 74, 92],
] as const
const [LINE, BAR, LAST_BAR, INK] = [1, 2, 3, 4]

/** Draws a bar for each value with the value above it, none below zero; the last one stands out. */
export function barChart(bars: readonly Bar[]): Picture {
  const pixels = new Uint8Array(WIDTH * HEIGHT)
  const fill = (x: number, y: number, width: number, height: number, colour: number) => {
    for (let row = y; row < y + height; row += 1)
      pixels.fill(colour, row * WIDTH + x, row * WIDTH + x + width)
  }
  const number = (value: number, middle: number, y: number) => {
    const x = Math.round(middle - numberWidth(value, LETTERS) / 2)
    drawNumber(value, LETTERS, (left, top, size) => fill(x + left, y + top, size, size, INK))
  }
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const slot = Math.floor((WIDTH - 2 * MARGIN) / Math.max(1, bars.length))
  const text = GLYPH_HEIGHT * LETTERS
  const ground = HEIGHT - MARGIN - text
  const room = ground - MARGIN - text
  bars.forEach(({ value, label }, index) => {
    const height = Math.max(0, Math.round((value / most) * room))
    const x = MARGIN + index * slot
    fill(x, ground - height, slot - GAP, height, index === bars.length - 1 ? LAST_BAR : BAR)
    const middle = x + (slot - GAP) / 2
    if (height > 0) number(value, middle, ground - height - text - GAP)
    number(label, middle, ground + GAP)
  })
  fill(MARGIN, ground, WIDTH - 2 * MARGIN, 2, LINE)
  return { width: WIDTH, height: HEIGHT, palette, pixels }
}
