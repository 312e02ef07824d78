import { firstNames } from './first-names.ts'

/** Ends of Czech names in their cases, and of what belongs to somebody. */
const ends =
  'a e i o u y ou em ovi uv um ova ovo ovy ove in ina ino iny inu cin cina cino ciny cinu ce ek k ka ky ku ko kou kovi kem'.split(
    ' ',
  )

/** A word that begins large, and is no part of a path, an address or a name in a program. */
const capitalized = /(?<![\p{L}\d.`/_@-])\p{Lu}\p{Ll}{1,24}(?![\p{L}\d_(/@-])/gu

/** Whether a line names somebody by the first name, in whatever case. */
export function namesSomebody(line: string): boolean {
  return (line.match(capitalized) ?? []).some(isFirstName)
}

function isFirstName(word: string): boolean {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return (
    firstNames.has(plain) ||
    ends.some(
      (end) => plain.endsWith(end) && firstNames.has(plain.slice(0, plain.length - end.length)),
    )
  )
}
