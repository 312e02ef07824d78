import type { ColumnProfile } from '#core/sync/table-profile.ts'

/** A single value as a profile holds it. */
export type Scalar = NonNullable<ColumnProfile['min']>

// Separators from five digits on: a year stays a year.
const exact = new Intl.NumberFormat('en', { useGrouping: 'min2', maximumFractionDigits: 6 })
const tiny = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 4 })

/** A value of a profile for people; text longer than `limit` characters is cut with an ellipsis. */
export function formatScalar(value: Scalar, limit = 60): string {
  if (typeof value === 'number') {
    return value !== 0 && Math.abs(value) < 0.000_001 ? tiny.format(value) : exact.format(value)
  }
  return shorten(value === '' ? '(empty text)' : String(value), limit)
}

/** Cuts text to `limit` characters; characters outside of the basic plane stay whole. */
export function shorten(text: string, limit: number): string {
  const characters = [...text]
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`
}
