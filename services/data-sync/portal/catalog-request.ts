import { z } from 'zod'

/** The orders that the list can be put in. */
export const sortOrders = {
  name: 'Name',
  changed: 'Last changed',
  rows: 'Rows',
  size: 'Size',
} as const

export type SortOrder = keyof typeof sortOrders

/** What the address of the list asks for. */
export interface CatalogRequest {
  /** Trimmed; empty when nothing is searched. */
  readonly q: string
  readonly sort: SortOrder
  /** Only the tables whose last refresh failed. */
  readonly failing: boolean
}

const parameters = z.object({
  q: z.string().trim().catch(''),
  sort: z.enum(Object.keys(sortOrders) as [SortOrder, ...SortOrder[]]).catch('name'),
  show: z.literal('failing').optional().catch(undefined),
})

/** Reads the address leniently: what is not understood counts as not said. */
export function readCatalogRequest(query: URLSearchParams): CatalogRequest {
  const { q, sort, show } = parameters.parse(Object.fromEntries(query))
  return { q: q.slice(0, 200), sort, failing: show === 'failing' }
}

/** The address of the list, without what is the default. */
export function catalogPath({ q, sort, failing }: CatalogRequest): string {
  const query = new URLSearchParams({
    ...(q !== '' && { q }),
    ...(sort !== 'name' && { sort }),
    ...(failing && { show: 'failing' }),
  }).toString()
  return query === '' ? '/catalog' : `/catalog?${query}`
}
