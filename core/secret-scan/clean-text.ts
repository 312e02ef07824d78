/** What cannot be seen, and turns the direction of what can: nothing that a note needs. */
const invisible =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}]/gu

/** Text without invisible characters and control characters, with plain line ends. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(invisible, '')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
}

/** One line, each run of blanks as one. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
