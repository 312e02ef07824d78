import type { Block } from '../notes/block.ts'
import { oneLine, visibleText } from '../notes/clean-text.ts'
import { categoryOf } from './category.ts'
import type { Fact } from './fact.ts'
import { tagsOf } from './tags-of.ts'
import { whyLeftOut } from './why-left-out.ts'
import { wordsOf } from './words.ts'

export const TITLE_LENGTH = 60
export const CONTENT_LENGTH = 500

/** What a block says for others, by rules alone; or why it is left out. */
export function extractFact(block: Block): Fact | { readonly leftOut: string } {
  const leftOut = whyLeftOut(block.raw)
  if (leftOut !== undefined) return { leftOut }
  const content = cut(plainText(block.raw), CONTENT_LENGTH)
  const words = wordsOf([...block.headings.slice(-2), content].join(' '))
  return {
    title: titleOf(content),
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
    .replace(/^\s*\|?[\s:|-]{3,}\|?\s*$/gm, ' ')
    .replace(/\s*\|\s*/g, ' | ')
  return oneLine(text).replace(/^\| | \|$/g, '')
}

/** The first sentence or clause. */
export function titleOf(content: string): string {
  const [sentence = content] = content.split(/(?<=[.!?;])\s|\s[–—-]\s|:\s/)
  const title = sentence.length >= 15 ? sentence : content
  return cut(title.replace(/[.;:,]+$/, ''), TITLE_LENGTH)
}

/** At most so many characters, cut between words. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const head = text.slice(0, length - 1)
  const end = head.lastIndexOf(' ')
  return `${(end > length / 2 ? head.slice(0, end) : head).replace(/[\s,;:([{]+$/, '')}…`
}
