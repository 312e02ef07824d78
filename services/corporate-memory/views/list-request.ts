import { z } from 'zod'
import { categories } from '../extract/category.ts'

export const sortOrders = {
  score: 'Most useful',
  updated_at: 'Newest',
  contributors: 'Most people',
} as const

/** What part of the catalogue is asked for. */
export const shown = {
  all: 'All',
  accepted: 'Accepted',
  pending: 'To review',
  rules: 'My rules',
  voted: 'Useful to me',
  notes: 'From my notes',
  expired: 'Expired',
  rejected: 'Rejected',
} as const

/** A list as it stands in an address; what makes no sense counts as not said. */
export const listRequest = z.object({
  category: z.enum(categories).optional().catch(undefined),
  search: z.string().max(200).catch(''),
  tag: z.string().max(30).catch(''),
  show: z.enum(Object.keys(shown) as [keyof typeof shown]).catch('all'),
  sort: z.enum(Object.keys(sortOrders) as [keyof typeof sortOrders]).catch('score'),
  page: z.coerce.number().int().min(0).max(100_000).catch(0),
  per_page: z.coerce
    .number()
    .int()
    .min(1)
    .catch(20)
    .transform((count) => Math.min(count, 100)),
})

export type ListRequest = z.output<typeof listRequest>
