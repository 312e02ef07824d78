import { findBeside, findSecrets, type SecretHit } from '#core/secret-scan/find-secrets.ts'
import { findTold } from '#core/secret-scan/learned/find-told.ts'
import type { Fact } from './fact.ts'

/** Secrets in a fact: in each of its parts, and in the text where the title names them. */
export function secretsInFact({
  title,
  content,
  tags,
}: Pick<Fact, 'title' | 'content' | 'tags'>): readonly SecretHit[] {
  // Where a title was cut, half a word is left that looks like anything; all of it stands in the text.
  const [, half] = /(\S*)…$/.exec(title) ?? []
  const whole =
    half !== undefined && content.includes(half) ? title.slice(0, -half.length - 1) : title
  // Words of the text are looked at where they stand in it.
  const text = `${title}\n${content}`.toLowerCase()
  const others = tags.filter((tag) => !text.includes(tag.toLowerCase()))
  const parts = [whole, content, others.join(', ')]
  return [
    ...parts.flatMap((part) => findSecrets(part)),
    ...findBeside(content, whole, ''),
    ...(content.includes(whole) ? [content] : [whole, content]).flatMap((part) => findTold(part)),
  ]
}
