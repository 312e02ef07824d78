import { createHmac } from 'node:crypto'
import { findSecrets } from '#core/secret-scan/find-secrets.ts'
import { redact } from '#core/secret-scan/redact.ts'
import { isFields, type Fields } from '../transcript/record.ts'

/** Longer texts are not searched for what is encoded in them: they are cut. */
const SEARCHED = 20_000
/** Repeats what the record says elsewhere, or is of use to a program alone. */
const LEFT_OUT = new Set(['toolUseResult', 'signature', 'originalFile'])
const DEPTH = 200
/** Short words, times and ids, of which transcripts are full. */
const PLAIN =
  /^(?:[A-Za-z_-]{0,24}|\d{4}-\d\d-\d\dT[\d:.]{8,15}Z|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

/**
 * A record without secrets and personal data: `[REDACTED:github-token#3fa1c2]`, in which equal values have
 * equal marks that nobody can compute without the key. What is hidden by an encoding goes with its text.
 */
export function redactRecord(record: Fields, key: string): Fields {
  const mark = (rule: string, value: string) =>
    `[REDACTED:${rule}#${createHmac('sha256', key).update(value).digest('hex').slice(0, 6)}]`

  function clean(text: string): string {
    const plain = redact(text.slice(0, SEARCHED), mark)
    const [hidden] = findSecrets(plain.replace(/\[REDACTED:[^\]]*\]/g, ''))
    return hidden ? mark(hidden.rule, text) : plain
  }

  function walk(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return PLAIN.test(value) ? value : clean(value)
    if (typeof value !== 'object' || value === null) return value
    if (depth > DEPTH) return '(nested too deeply)'
    if (Array.isArray(value)) return value.map((part) => walk(part, depth + 1))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !LEFT_OUT.has(name))
        .map(([name, part]) => [PLAIN.test(name) ? name : clean(name), walk(part, depth + 1)]),
    )
  }
  const walked = walk(record, 0)
  return isFields(walked) ? walked : {}
}
