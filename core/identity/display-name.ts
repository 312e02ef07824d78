/** As long as names get; a longer one would push all else out of a page, a table and a mail. */
const MAX_CHARACTERS = 100

/**
 * What somebody is called, as it can be kept and shown on one line: without control characters and signs that turn the
 * direction of what follows, blanks drawn together, at most 100 characters. Undefined when nothing of it is left.
 */
export function displayName(text = ''): string | undefined {
  const line = text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
  const short = [...line].slice(0, MAX_CHARACTERS).join('').trim()
  return /[^\s\p{Cf}]/u.test(short) ? short : undefined
}
