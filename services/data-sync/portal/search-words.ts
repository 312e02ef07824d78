/** The words of a text: small, without accents, split at everything that is no letter or digit. */
export function searchWords(text: string): readonly string[] {
  return wordsOf(foldText(text))
}

/** The words of a text that is folded already. */
export function wordsOf(folded: string): readonly string[] {
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** Text as it is compared: `Zákazník` and `zakaznik` are the same. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
