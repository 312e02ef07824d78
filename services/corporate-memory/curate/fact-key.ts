/** Tells a block of a person's note from all others. */
export function factKey(username: string, hash: string): string {
  return `${username} ${hash}`
}
