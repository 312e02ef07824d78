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

/** What begins sentences and only looks like a name in one of its cases. */
const ordinary = new Set(
  'old same time beta edit blank market nine stand eve han lady lingo milano sony son pet mis lad ver very rude rud lide lidé lidi lidové karlovy karlín petřín dance luck bet vite víte teď pět jaké ivory rajce'.split(
    ' ',
  ),
)

function isFirstName(word: string): boolean {
  const small = word.toLowerCase()
  // No name begins with an ř, but the Czech word for a row does.
  if (small.startsWith('ř') || ordinary.has(small)) return false
  const plain = small.normalize('NFD').replace(/\p{M}/gu, '')
  return (
    firstNames.has(plain) ||
    ends.some(
      (end) => plain.endsWith(end) && firstNames.has(plain.slice(0, plain.length - end.length)),
    )
  )
}
