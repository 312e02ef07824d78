const MAX_LENGTH = 4000

/**
 * A message as a database can keep it: PostgreSQL takes no NUL, and what cannot be written down would leave its job
 * or its mail without an end.
 */
export function storableText(message: string): string {
  return message.replaceAll('\0', '\ufffd').slice(0, MAX_LENGTH).toWellFormed()
}
