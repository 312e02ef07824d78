import { wordsOf } from '../extract/words.ts'
import type { ItemView } from './item-view.ts'

const fields = [
  { weight: 3, textOf: (item: ItemView) => item.title },
  { weight: 2, textOf: (item: ItemView) => item.tags.join(' ') },
  { weight: 1, textOf: (item: ItemView) => item.content },
] as const

/**
 * The items that hold every word of a search, the best first: rare words and titles weigh most. Letters are found
 * with and without their marks.
 */
export function rankItems(items: readonly ItemView[], search: string): readonly ItemView[] {
  const words = wordsOf(withoutMarks(search)).slice(0, 12)
  if (words.length === 0) return []
  const found = items.map((item) => ({ item, hits: words.map((word) => weightOf(item, word)) }))
  const rarity = words.map((_word, index) => {
    const having = found.filter(({ hits }) => (hits[index] ?? 0) > 0).length
    return Math.log(1 + items.length / (1 + having))
  })
  return found
    .filter(({ hits }) => hits.every((hit) => hit > 0))
    .map(({ item, hits }) => ({
      item,
      score: hits.reduce((sum, hit, index) => sum + hit * (rarity[index] ?? 0), 0),
    }))
    .toSorted((a, b) => b.score - a.score || a.item.id.localeCompare(b.item.id))
    .map(({ item }) => item)
}

/** A whole word counts more than its beginning, and that more than a part of it. */
function weightOf(item: ItemView, word: string): number {
  let best = 0
  for (const { weight, textOf } of fields) {
    const text = withoutMarks(textOf(item)).toLowerCase()
    if (!text.includes(word)) continue
    const words = wordsOf(text)
    const near = words.includes(word) ? 3 : words.some((one) => one.startsWith(word)) ? 2 : 1
    best += weight * near
  }
  return best
}

/** Who searches for `trzby` means `tržby`. */
function withoutMarks(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '')
}
