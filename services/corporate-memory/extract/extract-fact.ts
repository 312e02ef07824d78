import type { Block } from '../notes/block.ts'
import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'
import { isNegating } from '../notes/scope.ts'
import { categoryOf } from './category.ts'
import type { Fact } from './fact.ts'
import { tagsOf } from './tags-of.ts'
import { whyLeftOut } from './why-left-out.ts'
import { wordsOf } from './words.ts'

export const TITLE_LENGTH = 60
export const CONTENT_LENGTH = 500
/** As much of a block as a fact is made of; secrets are looked for in all of it. */
const READ_LENGTH = 4000

/** What a block says for others, by rules alone; or why it is left out. */
export function extractFact(block: Block): Fact | { readonly leftOut: string } {
  const leftOut = whyLeftOut(block.raw.slice(0, READ_LENGTH))
  if (leftOut !== undefined) return { leftOut }
  const text = plainText(block.raw.slice(0, READ_LENGTH))
  const content = cut(block.scope === '' ? text : `${block.scope} ${text}`, CONTENT_LENGTH)
  const words = wordsOf([...block.headings.slice(-2), content].join(' '))
  return {
    title: isNegating(block.scope) ? cut(content, TITLE_LENGTH) : titleOf(text),
    content,
    category: categoryOf(words),
    tags: tagsOf(content, block.headings),
  }
}

/** Without list marks, emphasis and comments; code keeps its words. */
function plainText(raw: string): string {
  const text = visibleText(raw)
    .replace(/<!--[\s\S]*?(-->|$)/g, ' ')
    .replace(/^\s*(?:[-*+•]|\d{1,3}[.)]|>)\s+/gm, '')
    .replace(/^\s*(```|~~~)\w*\s*$/gm, '')
    .replace(/!?\[([^\]\n]{1,200})\]\([^)\n]{0,500}\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)|(?<=\S)(\*\*|__)/g, '')
    .split('\n')
    .filter((line) => !/^[\s|:-]{3,}$/.test(line))
    .join('\n')
    .replaceAll('|', ' | ')
  return oneLine(text).replace(/^\| | \|$/g, '')
}

/** The first sentence or clause, of a query what its comment says. */
export function titleOf(content: string): string {
  const [, comment] = /^-- ?(\p{L}.{8,}?) (?=(?:select|with)\b)/iu.exec(content) ?? []
  if (comment !== undefined) return cut(comment, TITLE_LENGTH)
  const [sentence = content] = content.split(/(?<=[.!?;])\s|\s[–—-]\s|:\s/)
  const title = sentence.length >= 15 ? sentence : content
  return cut(title.replace(/[.;:,]+$/, ''), TITLE_LENGTH)
}

/** At most so many characters, cut between words. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  // Half a character is none.
  const head = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')
  const end = head.lastIndexOf(' ')
  return `${(end > length / 2 ? head.slice(0, end) : head).replace(/[\s,;:([{]+$/, '')}…`
}
