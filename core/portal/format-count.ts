const plain = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

/** A whole number with separators: 1,234,567. */
export function formatCount(count: number): string {
  return plain.format(count)
}

/** A large number in three digits: 1.23M. */
export function formatCompact(count: number): string {
  return compact.format(count)
}

/** A number with its noun, both in the right form: "1 row", "2,000 rows". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** A share in per cent. What is there never shows as 0%, and what is incomplete never as 100%. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0%'
  const share = part / whole
  if (share >= 1) return '100%'
  if (share < 0.001) return '<0.1%'
  return share > 0.999 ? '>99.9%' : percent.format(share)
}
