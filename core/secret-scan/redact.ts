import { visibleText } from './clean-text.ts'
import { valuesIn } from './secret-rule.ts'
import { secretRules } from './secret-rules.ts'

/** Stand around the number of a mark while the rest is still searched: no text holds them. */
const [OPEN, CLOSE] = ['\ue000', '\ue001']

/**
 * A text in which secrets and personal data are replaced by the name of the rule that found them, and what
 * cannot be seen is left out. What is hidden by an encoding is found by `findSecrets`, and cannot be cut out.
 */
export function redact(
  text: string,
  mark: (rule: string, value: string) => string = (rule) => `[${rule}]`,
): string {
  let clean = visibleText(text).replace(/[\ue000\ue001]/g, '')
  const small = clean.toLowerCase()
  const marks: string[] = []
  for (const rule of secretRules) {
    const { id, keywords } = rule
    if (keywords && !keywords.some((keyword) => small.includes(keyword))) continue
    // The name before a value stays, so that a reader knows what stood there.
    const values = new Set([...valuesIn(rule, clean)].map(({ value }) => value))
    for (const value of values) {
      // What stands around a mark may be a secret too; the mark is none.
      for (const part of value.replace(/\\+$/, '').split(/\ue000\d+\ue001/)) {
        if (part.length < MIN_PART && part !== value) continue
        clean = clean.replaceAll(part, `${OPEN}${marks.push(mark(id, part)) - 1}${CLOSE}`)
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

/** What a mark goes on with: the rest of a value that was cut in two by code, by a line's end or by a sign. */
function withRests(text: string): string {
  return (
    text
      .replace(
        /(\ue001)(?:["'] ?\+ ?["'][^"'\n]{1,200}|\\\n[ \t]{0,40}\S{1,200}|[\w~.+/%-]{2,200})/g,
        '$1',
      )
      // What it was changed to, the rest of a quotation, and the line before that was broken.
      .replace(
        /(\ue001["'`*~]{0,4}\s(?:(?:->|→|to|na|auf|za|by)\s)?["'`*]{0,3})(?=[\p{L}\d][^\s"'`,;)]{0,60}(?:\d|-\p{L}+-|\p{Ll}\p{Lu}|\s\(|["'`]|$))[\p{L}\d][^\s"'`,;)]{5,60}/gmu,
        '$1…',
      )
      .replace(/(["'`„“]\ue000\d+\ue001)[^"'`“”\n]{1,120}(?=["'`“”])/g, '$1')
      .replace(/[\w.~+/%-]{5,200}\\?(\n[ \t>|-]{0,40}["']?\ue000)/g, '$1')
      .replace(/(\ue001)(?: [a-zà-ž]{3,12}){2,11}(?=\s*(?:$|[\n"'`),.;|(–-]))/gmu, '$1')
      .replace(/[^"'\s]{1,200}["'] ?\+ ?["'](\ue000)/g, '$1')
  )
}
