/** A picture of a few colours: each byte of `pixels` is a place in `palette`, row by row. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly palette: readonly (readonly [red: number, green: number, blue: number])[]
  readonly pixels: Uint8Array
}

const WIDTH = 720
const HEIGHT = 360
const MARGIN = 24
const GAP = 8

const palette = [
  [255, 255, 255],
  [204, 212, 224],
  [138, 180, 232],
  [11, 95, 192],
] as const
const [LINE, BAR, LAST_BAR] = [1, 2, 3]

/** Draws a bar for each value, none below zero; the last one stands out. */
export function barChart(values: readonly number[]): Picture {
  const pixels = new Uint8Array(WIDTH * HEIGHT)
  const fill = (x: number, y: number, width: number, height: number, colour: number) => {
    for (let row = y; row < y + height; row += 1)
      pixels.fill(colour, row * WIDTH + x, row * WIDTH + x + width)
  }
  const most = Math.max(1, ...values)
  const slot = Math.floor((WIDTH - 2 * MARGIN) / Math.max(1, values.length))
  const ground = HEIGHT - MARGIN
  values.forEach((value, index) => {
    const height = Math.round((value / most) * (ground - MARGIN))
    const colour = index === values.length - 1 ? LAST_BAR : BAR
    fill(MARGIN + index * slot, ground - height, slot - GAP, height, colour)
  })
  fill(MARGIN, ground, WIDTH - 2 * MARGIN, 2, LINE)
  return { width: WIDTH, height: HEIGHT, palette, pixels }
}
