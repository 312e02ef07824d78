/** `2 500` is one number. */
export function joinThousands(text: string): string {
  return text.replace(/(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]?\d)/g, (number) =>
    number.replace(/\D/g, ''),
  )
}
