import { z } from 'zod'
import { oneLine, visibleText } from '#core/secret-scan/clean-text.ts'
import { categories } from '../extract/category.ts'

/** A year that no calendar of a database has, or 16 hours or more from UTC, is no time. */
const time = z.iso
  .datetime({ offset: true, local: true })
  .refine((text) => new Date(text).getUTCFullYear() >= 1 && !/[+-](?:1[6-9]|2\d):\d\d$/.test(text))
  .optional()
  .catch(undefined)

/** A name as a database can hold it. */
export const oldName = z
  .string()
  .min(1, 'a name must not be empty')
  .max(200, 'a name has at most 200 characters')
  .refine(
    (name) => name.isWellFormed() && !/\p{Cc}/u.test(name),
    'a name has no control characters',
  )

/** Ids of the original. */
export const itemId = z
  .string()
  .regex(/^km_[0-9a-f]{12,64}$/, 'must be an id such as km_0123456789ab')

/** One item of knowledge.json of the original system. */
export const oldItem = z.object({
  title: z.string(),
  content: z.string().refine((text) => oneLine(visibleText(text)) !== '', 'must not be empty'),
  category: z.enum(categories).catch('workflow'),
  tags: z.array(z.string()).default([]),
  source_users: z.array(oldName).default([]),
  extracted_at: time,
  updated_at: time,
})

/** One vote of votes.json. */
export const oldVote = z.union([z.literal(1), z.literal(-1)], 'must be 1 or -1')

/** All votes of one person, by item; each is read by itself. */
export const oldVotes = z.record(z.string(), z.unknown(), 'must be votes by item')

export type OldItem = z.output<typeof oldItem>
export type Vote = z.output<typeof oldVote>
/** Items by id. */
export type OldItems = ReadonlyMap<string, OldItem>
/** By username, then item. */
export type OldVotes = ReadonlyMap<string, ReadonlyMap<string, Vote>>
