import { z } from 'zod'
import type { Database } from '#core/database/connect.ts'
import { BadRequest } from '#core/errors.ts'
import { flagsOf } from '../catalogue/flags-of.ts'
import type { Item } from '../catalogue/item.ts'
import { categories } from '../extract/category.ts'
import { CONTENT_LENGTH, TITLE_LENGTH } from '../extract/extract-fact.ts'
import { secretsInFact } from '../extract/secrets-in-fact.ts'
import { statementOf } from '../merge/statement.ts'
import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'
import { changeItems, requireItem, requireLiving, textChanged } from './change-items.ts'

const line = (name: string, length: number) =>
  z
    .string()
    .transform((text) => oneLine(visibleText(text)))
    .pipe(
      z
        .string()
        .min(1, `the ${name} must not be empty`)
        .max(length, `the ${name} has at most ${length} characters`),
    )

/** A text as a reviewer writes it. */
export const editedText = z.object({
  title: line('title', TITLE_LENGTH),
  content: line('text', CONTENT_LENGTH),
  category: z.enum(categories),
  tags: z
    .string()
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    )
    .pipe(
      z
        .array(z.string().regex(/^[\p{L}\p{N}_-]{2,30}$/u, 'a tag is one word of 2 to 30 letters'))
        .max(6, 'there are at most six tags'),
    ),
})

export type EditedText = z.output<typeof editedText>

/**
 * A reviewer's own words in the place of an item's; a new version, for which no older vote counts. Conflict
 * when there is a newer version than the one that was edited.
 */
export async function editItem(
  db: Database,
  { actor, id, version, text }: { actor: string; id: string; version: number; text: EditedText },
): Promise<void> {
  const [secret] = secretsInFact(text)
  if (secret) {
    throw new BadRequest('looks_like_secret', `The text looks like ${secret.name}`, {
      remedy: 'Take it out: the text is read by everyone.',
    })
  }
  await changeItems(db, { actor, action: 'edit', ids: [id] }, (catalogue) => {
    const item = requireItem(catalogue, id)
    requireLiving(item)
    if (item.version !== version) throw textChanged()
    if (hasTextOf(item, text)) return undefined
    // Votes are for these words: they stay those of the item, however they were told apart when it was made.
    const { wordHash } = text.content === item.content ? item : statementOf(text.content)
    const flags = flagsOf(`${text.title}\n${text.content}`)
    return { items: [{ ...item, ...text, wordHash, flags, version: item.version + 1 }] }
  })
}

/** Whether an item is put into just these words, under these tags. */
export function hasTextOf(
  item: Item,
  { title, content, category, tags }: Pick<Item, 'title' | 'content' | 'category' | 'tags'>,
): boolean {
  const same = item.title === title && item.content === content && item.category === category
  return same && item.tags.join(' ') === tags.join(' ')
}
