import { findBeside, findSecrets, type SecretHit } from '#core/secret-scan/find-secrets.ts'
import type { Fact } from './fact.ts'

/** Secrets in a fact: in each of its parts, and in the text where the title names them. */
export function secretsInFact({
  title,
  content,
  tags,
}: Pick<Fact, 'title' | 'content' | 'tags'>): readonly SecretHit[] {
  const parts = [title, content, tags.join(', ')]
  return [...parts.flatMap((part) => findSecrets(part)), ...findBeside(content, title, '')]
}
