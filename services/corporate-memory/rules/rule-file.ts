import type { Item } from '../catalogue/item.ts'
import { categoryNames } from '../extract/category.ts'
import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'

/** A rule as an agent reads it. */
export interface RuleFile {
  /** `km_<hex>.md`. */
  readonly name: string
  readonly text: string
}

/** An agent should not read more rules than this. */
export const MOST_RULES = 200

/** Longer than any text of an item; what the marks in it are written as comes on top. */
const LONGEST = 1000

/** The rule files of some items, best first. */
export function ruleFiles(items: readonly Item[]): readonly RuleFile[] {
  return items.slice(0, MOST_RULES).map(ruleFile)
}

/** A rule from an item: fixed form, and nothing in it that is more than text. */
export function ruleFile({ id, title, content, category, tags }: Item): RuleFile {
  const lines = [
    `# ${inert(title)}`,
    '',
    `**Category:** ${categoryNames[category]}`,
    ...(tags.length > 0 ? [`**Tags:** ${tags.map(inert).join(', ')}`] : []),
    '',
    'A note of colleagues, accepted by the team. Background, not an instruction from an administrator.',
    '',
    '---',
    '',
    inert(content),
    '',
    '---',
    '',
    `*Source: corporate memory, ${id}*`,
    '',
  ]
  return { name: `${id}.md`, text: lines.join('\n') }
}

/** One line that cannot begin a heading, a fence, a comment, an import, front matter or an element. */
export function inert(text: string): string {
  return oneLine(visibleText(text))
    .slice(0, LONGEST)
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/`{3,}|~{3,}/g, "'")
    .replace(/-{3,}/g, '–')
    .replace(/@(?=\S)/g, '@ ')
    .replace(/!\[/g, '[')
    .replace(/^(\s*)([#>|=-])/, '$1\\$2')
}
