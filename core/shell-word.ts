/**
 * A word that a POSIX shell takes as it is, whatever is in it: in single quotes, where nothing has a meaning but the
 * quote itself. Throws a RangeError for a NUL, which no argument can hold.
 */
export function shellWord(word: string): string {
  if (word.includes('\0')) throw new RangeError('an argument holds a NUL')
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** A command as one line of a POSIX shell. */
export function shellCommand(words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
