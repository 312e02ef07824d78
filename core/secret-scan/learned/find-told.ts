import type { SecretHit } from '../find-secrets.ts'
import { tellsAt } from './tells-at.ts'

/** Whether most letters are Latin: of words in other scripts nothing was learned, and what stands between says little. */
function isLatin(text: string): boolean {
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0
  return count(/\p{Script=Latin}/gu) * 2 >= count(/\p{L}/gu)
}

/**
 * Looks for what no pattern tells: secrets and personal data as colleagues mention them in passing. It is learned
 * from blocks of notes, and for them: in code it would see too much.
 */
export function findTold(text: string): readonly SecretHit[] {
  const at = isLatin(text) ? tellsAt(text) : undefined
  if (at === undefined) return []
  const line = text.slice(0, at).split('\n').length
  return [{ rule: 'told-in-passing', name: 'something secret or personal, told in passing', line }]
}
