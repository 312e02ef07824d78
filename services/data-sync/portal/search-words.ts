/** The words of a text: small, without accents, split at everything that is no letter or digit. */
export function searchWords(text: string): readonly string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Text as it is compared: `Zákazník` and `zakaznik` are the same. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
