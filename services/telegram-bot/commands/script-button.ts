import { createHash } from 'node:crypto'

/** The most that a button may carry, in bytes (core.telegram.org/bots/api#inlinekeyboardbutton). */
const DATA_BYTES = 64

/** What the Run button of a script carries: its name, or a hash of a name that is too long. */
export function runData(name: string): string {
  const plain = `run:${name}`
  if (Buffer.byteLength(plain) <= DATA_BYTES) return plain
  return `run~${createHash('sha256').update(name).digest('base64url').slice(0, 32)}`
}

/** Which of these scripts a button means. */
export function scriptOf(data: string, names: readonly string[]): string | undefined {
  return names.find((name) => runData(name) === data)
}
