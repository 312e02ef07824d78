import type { Vote } from './vote.ts'

/**
 * The votes of two items that were one for a while: those of before, each with its item. Who voted again
 * meanwhile voted on what they saw, and who took a vote back has none.
 */
export function votesApart(
  before: readonly Vote[],
  now: readonly Vote[],
  mergedAt: Date,
): readonly Vote[] {
  const voters = new Set(now.map(({ username }) => username))
  const newer = now.filter(({ at }) => new Date(at) > mergedAt)
  const again = new Set(newer.map(({ itemId, username }) => `${itemId} ${username}`))
  return [
    ...newer,
    ...before.filter(
      ({ itemId, username }) => voters.has(username) && !again.has(`${itemId} ${username}`),
    ),
  ]
}
