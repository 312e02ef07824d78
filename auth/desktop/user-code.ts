import { randomInt } from 'node:crypto'

/** Consonants only, so that no word comes of it, and nothing that looks like a digit (RFC 8628 section 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'
const LENGTH = 8

/** Makes a code of eight letters: 34 bits, which the limit on tries makes enough for ten minutes. */
export function makeUserCode(): string {
  return Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** A code as people type it, with any case, dashes and blanks; undefined when it cannot be one. */
export function userCodeOf(typed: string): string | undefined {
  const code = typed.slice(0, 40).toUpperCase().replace(/[\s-]/g, '')
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter))
    ? code
    : undefined
}

/** A code as it is shown: WDJB-MJHT. */
export function shownUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`
}
