import { expiresSoon, type Expiry } from './expires-at.ts'
import type { ItemView } from './item-view.ts'
import type { ListRequest } from './list-request.ts'
import { rankItems } from './rank-items.ts'

/** One page of a list, and how long the whole is. */
export interface ItemList {
  readonly items: readonly ItemView[]
  readonly total: number
  readonly page: number
  readonly pages: number
}

/** Who looks at a list, and when. */
export interface ListViewer extends Expiry {
  readonly username: string
  /** Reviewers find again what they rejected. */
  readonly reviewer: boolean
}

/** Whether the agent of the person who looks reads an item: it is accepted, and they did not vote against it. */
export function isRule({ status, myVote }: ItemView): boolean {
  return status === 'accepted' && myVote !== -1
}

/** What a person sees of the catalogue; a page past the end is the last one. */
export function listItems(
  views: readonly ItemView[],
  viewer: ListViewer,
  request: ListRequest,
): ItemList {
  const { category, search, tag, per_page: perPage } = request
  const wanted = views
    .filter((item) => isShown(item, viewer, request.show))
    .filter((item) => category === undefined || item.category === category)
    .filter((item) => tag.every((one) => item.tags.includes(one)))
  const sorted = wanted.toSorted(orders[request.sort])
  const found = search.trim() === '' ? sorted : rankItems(sorted, search)
  const pages = Math.ceil(found.length / perPage)
  const page = Math.min(request.page, Math.max(0, pages - 1))
  const items = found.slice(page * perPage, (page + 1) * perPage)
  return { items, total: found.length, page, pages }
}

function isShown(item: ItemView, viewer: ListViewer, show: ListRequest['show']) {
  const { username, reviewer } = viewer
  const { status, myVote, authors } = item
  if (status === 'merged' || status === 'withdrawn') return false
  if (show === 'notes') return authors.some((author) => author.username === username)
  if (status === 'rejected') return show === 'rejected' && reviewer
  if (show === 'voted') return myVote === 1
  if (show === 'rules') return isRule(item)
  if (show === 'expiring') return expiresSoon(item, viewer)
  return show === 'all' || status === show
}

type Order = (a: ItemView, b: ItemView) => number

const newest: Order = (a, b) =>
  b.updatedAt.getTime() - a.updatedAt.getTime() || a.id.localeCompare(b.id)

const orders: Readonly<Record<ListRequest['sort'], Order>> = {
  score: (a, b) => b.score - a.score || newest(a, b),
  updated_at: newest,
  contributors: (a, b) => b.authors.length - a.authors.length || newest(a, b),
}
