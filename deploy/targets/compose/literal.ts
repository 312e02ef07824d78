/** Compose fills `$NAME` in every text; a text that is to arrive as it is doubles the sign. */
export function literal(text: string): string {
  return text.replaceAll('$', '$$$$')
}
