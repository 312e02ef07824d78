import { stemsOf, wordsOf } from './words.ts'

const MOST = 4

/** The words that tell best what a text is about: code first, then names, then what is said twice. */
export function tagsOf(content: string, headings: readonly string[]): readonly string[] {
  const scores = new Map<string, number>()
  const count = (word: string, score: number): void => {
    const tag = word
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_-]+/gu, '-')
      .replace(/^[-_]+|[-_]+$/g, '')
    if (tag.length < 3 || tag.length > 30 || /^\d+$/.test(tag) || stemsOf(tag).length === 0) return
    scores.set(tag, (scores.get(tag) ?? 0) + score)
  }
  for (const [, code = ''] of content.matchAll(/`([\w.-]{3,30})`/g)) count(code, 3)
  for (const [name] of content.matchAll(/(?<=[\p{Ll},] )\p{Lu}[\p{L}\d]{2,20}/gu)) count(name, 2)
  for (const word of wordsOf(content)) if (word.length > 4) count(word, 1)
  for (const word of wordsOf(headings.slice(-1).join(' '))) if (word.length > 3) count(word, 0.5)
  return [...scores]
    .toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .slice(0, MOST)
    .map(([tag]) => tag)
}
