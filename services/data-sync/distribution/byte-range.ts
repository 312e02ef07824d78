/** The bytes that answer a request: all of them, a part (both ends inclusive), or none that exist. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' }

const whole: ByteRange = { kind: 'whole' }

/**
 * Reads a Range header against a representation of `size` bytes (RFC 9110 §14). Several ranges, another
 * unit or an If-Range of another representation are answered with the whole, as the RFC allows.
 */
export function byteRange(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string,
  size: number,
): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/i.exec(range?.trim() ?? '')
  if (!match || (ifRange !== undefined && ifRange !== etag)) return whole
  const [, first = '', last = ''] = match
  if (first === '') return last === '' ? whole : suffix(Number(last), size)
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return whole
  return start >= size ? { kind: 'unsatisfiable' } : { kind: 'part', start, end }
}

function suffix(length: number, size: number): ByteRange {
  if (length === 0 || size === 0) return { kind: 'unsatisfiable' }
  return { kind: 'part', start: Math.max(0, size - length), end: size - 1 }
}
