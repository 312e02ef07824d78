import { createHmac } from 'node:crypto'
import { findSecrets } from '#core/secret-scan/find-secrets.ts'
import { nameKeywords } from '#core/secret-scan/secret-names.ts'
import { redact } from '#core/secret-scan/redact.ts'
import { isFields, type Fields } from '../transcript/record.ts'

/** Longer texts are not searched for what is encoded in them: they are cut. */
const SEARCHED = 20_000
/** A text that goes as a whole when its lines together show a secret that cannot be cut out. */
const SHORT = 500
/** Repeats what the record says elsewhere, or is of use to a program alone. */
const LEFT_OUT = new Set(['toolUseResult', 'signature', 'originalFile'])
const DEPTH = 200
/** No number of a person or an account is shorter. */
const LONG_NUMBER = 1_000_000
/** What models are paid by is named as what opens doors is. */
const COUNT_OF_TOKENS = /tokens$/i
/** Short words, times and ids, of which transcripts are full. The shortest key that letters alone can make has twenty. */
const PLAIN =
  /^(?:[A-Za-z_-]{0,19}|\d{4}-\d\d-\d\dT[\d:.]{8,15}Z|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/

/**
 * A record without secrets and personal data: `[REDACTED:github-token#3fa1c2]`, in which equal values have
 * equal marks that nobody can compute without the key. What is hidden by an encoding goes with its text.
 */
export function redactRecord(record: Fields, key: string): Fields {
  const mark = (rule: string, value: string) =>
    `[REDACTED:${rule}#${createHmac('sha256', key).update(value).digest('hex').slice(0, 6)}]`

  function clean(text: string): string {
    // A word that is cut in two would be known no more.
    const whole = text.length > SEARCHED ? text.slice(0, SEARCHED).replace(/(?<!\S)\S+$/, '') : text
    const plain = redact(whole, mark)
    const rest = plain.replace(/\[REDACTED:[^\]]*\]/g, '')
    const [hidden] = findSecrets(rest, [], { apart: rest.length <= SHORT })
    return hidden ? mark(hidden.rule, text) : plain
  }

  function walk(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return PLAIN.test(value) ? value : clean(value)
    if (typeof value === 'number' && Math.abs(value) >= LONG_NUMBER) {
      const text = String(value)
      const cleaned = clean(text)
      return cleaned === text ? value : cleaned
    }
    if (typeof value !== 'object' || value === null) return value
    if (depth > DEPTH) return '(nested too deeply)'
    if (Array.isArray(value)) return value.map((part) => walk(part, depth + 1))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => !LEFT_OUT.has(name))
        .map(([name, part]) => [
          PLAIN.test(name) ? name : clean(name),
          field(name, part, depth + 1),
        ]),
    )
  }

  /** What `password` says of its value counts, also where the value alone could be any word, a number, or several. */
  function field(name: string, value: unknown, depth: number): unknown {
    const small = name.toLowerCase()
    if (!nameKeywords.some((word) => small.includes(word))) return walk(value, depth)
    if (Array.isArray(value) && depth <= DEPTH) {
      return value.map((part) => field(name, part, depth + 1))
    }
    const isNumber = typeof value === 'number' && !COUNT_OF_TOKENS.test(name)
    if (typeof value === 'string' || isNumber) {
      const text = String(value).slice(0, SEARCHED)
      const [hidden] = findSecrets(`${name}: ${text}`)
      if (hidden && findSecrets(text).length === 0) return mark(hidden.rule, String(value))
    }
    return walk(value, depth)
  }
  const walked = walk(record, 0)
  return isFields(walked) ? walked : {}
}
