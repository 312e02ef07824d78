import { visibleText } from './clean-text.ts'
import { CLOSE, OPEN, withRests } from './with-rests.ts'
import { rulesFor, valuesIn } from './secret-rule.ts'
import { secretRules } from './secret-rules.ts'

/**
 * A text in which secrets and personal data are replaced by the name of the rule that found them, and what
 * cannot be seen is left out. What is hidden by an encoding is found by `findSecrets`, and cannot be cut out.
 */
export function redact(
  text: string,
  mark: (rule: string, value: string) => string = (rule) => `[${rule}]`,
): string {
  let clean = visibleText(text).replace(/[\ue000\ue001]/g, '')
  const marks: string[] = []
  for (const rule of rulesFor(secretRules, clean)) {
    // The name before a value stays, so that a reader knows what stood there.
    const values = new Set([...valuesIn(rule, clean)].map(({ value }) => value))
    for (const value of values) {
      // What stands around a mark may be a secret too; the mark is none.
      for (const part of value.replace(/\\+$/, '').split(/\ue000\d+\ue001/)) {
        if (part.length < MIN_PART && part !== value) continue
        clean = clean.replaceAll(part, `${OPEN}${marks.push(mark(rule.id, part)) - 1}${CLOSE}`)
      }
    }
  }
  return withRests(clean).replace(
    /\ue000(\d+)\ue001/g,
    (_whole, number: string) => marks[Number(number)] ?? '',
  )
}

/** A shorter part beside a mark says nothing. */
const MIN_PART = 4
