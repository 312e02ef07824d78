import { createHash } from 'node:crypto'
import { readWeights } from '#core/secret-scan/learned/tells-at.ts'
import { secretRules } from '#core/secret-scan/secret-rules.ts'

/** Raised when blocks are cut or judged otherwise than before, so that all notes are read again. */
const READING = 2

let rules: string | undefined
const rulesOnce = () =>
  (rules ??= createHash('sha256')
    .update(secretRules.flatMap((rule) => Object.values(rule).map(String)).join('\n'))
    .update(readWeights())
    .digest('hex'))

/** Of a note and of the rules by which it is read: a new rule is tried on every note. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(`${READING} ${rulesOnce()}\n${text}`).digest('hex')
}
