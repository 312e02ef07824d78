/** The digits as rows of three dots, from 0 to 9. */
const digits = [
  ['###', '# #', '# #', '# #', '###'],
  [' # ', '## ', ' # ', ' # ', '###'],
  ['###', '  #', '###', '#  ', '###'],
  ['###', '  #', '###', '  #', '###'],
  ['# #', '# #', '###', '  #', '  #'],
  ['###', '#  ', '###', '  #', '###'],
  ['###', '#  ', '###', '# #', '###'],
  ['###', '  #', ' # ', ' # ', ' # '],
  ['###', '# #', '###', '# #', '###'],
  ['###', '# #', '###', '  #', '###'],
]

export const GLYPH_HEIGHT = 5
const GLYPH_WIDTH = 3

/** How wide a whole number is where each dot has `scale` pixels. */
export function numberWidth(value: number, scale: number): number {
  return (String(value).length * (GLYPH_WIDTH + 1) - 1) * scale
}

/** Draws a whole number that is not negative: `dot` is told where each square is, from the top left corner. */
export function drawNumber(
  value: number,
  scale: number,
  dot: (left: number, top: number, size: number) => void,
): void {
  for (const [place, digit] of [...String(value)].entries()) {
    for (const [row, dots] of (digits[Number(digit)] ?? []).entries()) {
      for (let column = 0; column < GLYPH_WIDTH; column += 1)
        if (dots[column] === '#')
          dot((place * (GLYPH_WIDTH + 1) + column) * scale, row * scale, scale)
    }
  }
}
