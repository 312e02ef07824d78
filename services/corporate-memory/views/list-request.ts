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
  expiring: 'Expires soon',
  expired: 'Expired',
  rejected: 'Rejected',
} as const

/** A list as it stands in an address; what makes no sense counts as not said. */
export const listRequest = z.object({
  category: z.enum(categories).optional().catch(undefined),
  search: z.string().max(200).catch(''),
  /** Each `tag` of the address; an item has them all. */
  tag: z
    .union([z.array(z.string()), z.string().transform((one) => [one])])
    .catch([])
    .transform((all) =>
      [...new Set(all.filter((one) => one !== '' && one.length <= 200))].slice(0, 6),
    ),
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

/** A list as it is when nothing is said. */
export const everything: ListRequest = listRequest.parse({})

/** The address of a list, without what is as usual. */
export function addressOf({ search, category, tag, show, sort, page }: ListRequest): string {
  const query = new URLSearchParams([
    ...(search === '' ? [] : [['search', search]]),
    ...(category === undefined ? [] : [['category', category]]),
    ...tag.map((one) => ['tag', one]),
    ...(show === 'all' ? [] : [['show', show]]),
    ...(sort === 'score' ? [] : [['sort', sort]]),
    ...(page === 0 ? [] : [['page', String(page)]]),
  ]).toString()
  return query === '' ? '/corporate-memory' : `/corporate-memory?${query}`
}

/** The same list with one more tag, from its first page on. */
export function taggedWith(request: ListRequest, tag: string): string {
  return addressOf({ ...request, tag: [...new Set([...request.tag, tag])], page: 0 })
}
