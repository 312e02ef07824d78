import { z } from 'zod'
import { categories } from '../extract/category.ts'

const time = z.iso.datetime({ offset: true, local: true }).optional().catch(undefined)

/** knowledge.json of the original system. */
export const knowledgeFile = z.object({
  items: z.record(
    z.string().regex(/^km_[0-9a-f]{12,64}$/, 'must be an id such as km_0123456789ab'),
    z.object({
      title: z.string(),
      content: z.string(),
      category: z.enum(categories).catch('workflow'),
      tags: z.array(z.string()).default([]),
      source_users: z.array(z.string()).default([]),
      extracted_at: time,
      updated_at: time,
    }),
  ),
})

/** votes.json: username, then item. */
export const votesFile = z.record(
  z.string(),
  z.record(z.string(), z.union([z.literal(1), z.literal(-1)])),
)

/** user_hashes.json: whose note was read; the hashes themselves mean nothing here. */
export const userHashesFile = z.object({ hashes: z.record(z.string(), z.string()).default({}) })

export type KnowledgeFile = z.output<typeof knowledgeFile>
export type VotesFile = z.output<typeof votesFile>
