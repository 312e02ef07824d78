import type { Middleware } from 'koa'
import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import { readForm, readJson } from '#core/http/body.ts'
import { Router } from '#core/http/router.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, type PageContext } from '#core/portal/page-context.ts'
import { castVote } from '../review/cast-vote.ts'
import type { ItemView } from '../views/item-view.ts'
import { listItems } from '../views/list-items.ts'
import { listRequest } from '../views/list-request.ts'
import { loadViews } from '../views/load-views.ts'
import { statsOf } from '../views/stats.ts'
import type { MemoryDeps } from './memory-deps.ts'

const ballot = z.object({
  item_id: z.string('must be the id of an item').min(1),
  vote: z.union([z.literal(1), z.literal(-1), z.literal(0)], 'must be 1, -1 or 0'),
  word_hash: z.string().optional(),
})

/** The addresses that programs know, with the answers of the original. */
export function apiRoutes(deps: MemoryDeps, identity: Middleware): Router {
  const { db } = deps
  const base = '/api/corporate-memory'

  async function list(ctx: PageContext): Promise<void> {
    const { username } = personOf(ctx)
    const mine = ctx.query['my_rules'] === 'true' && { show: 'voted' }
    const request = listRequest.parse({ ...ctx.query, ...mine })
    const found = listItems(
      await loadViews(db.pool, username),
      { username, reviewer: false, expireDays: deps.expireDays, now: deps.now() },
      request,
    )
    ctx.body = {
      items: found.items.map(itemJson),
      total: found.total,
      page: found.page,
      per_page: request.per_page,
      total_pages: found.pages,
    }
  }

  async function vote(ctx: PageContext): Promise<void> {
    const { username } = personOf(ctx)
    const { item_id: id, vote: value, word_hash: seen } = await ballotOf(ctx)
    const known = (await loadViews(db.pool, username)).some((item) => item.id === id)
    if (!known) throw new BadRequest('unknown_item', `There is no item ${id}`)
    const cast = { username, id, vote: value, ...(seen !== undefined && { seen }) }
    await castVote(db, cast, { needed: deps.votesNeeded })
    ctx.body = { ok: true, message: value === 0 ? 'Vote removed' : 'Vote stored' }
  }

  async function myVotes(ctx: PageContext): Promise<void> {
    const views = await loadViews(db.pool, personOf(ctx).username)
    const voted = views.filter(({ myVote }) => myVote !== 0)
    ctx.body = { votes: Object.fromEntries(voted.map(({ id, myVote }) => [id, myVote])) }
  }

  async function stats(ctx: PageContext): Promise<void> {
    ctx.body = await statsOf(db.pool, await loadViews(db.pool, personOf(ctx).username))
  }

  return new Router()
    .get(`${base}/knowledge`, identity, list)
    .post(`${base}/vote`, identity, checkCsrf, vote)
    .get(`${base}/my-votes`, identity, myVotes)
    .get(`${base}/stats`, identity, stats)
}

async function ballotOf(ctx: PageContext): Promise<z.output<typeof ballot>> {
  if (ctx.is('json')) return readJson(ctx, ballot)
  const form = Object.fromEntries(await readForm(ctx))
  // A field without a value is no vote, and takes none back.
  const vote = /^-?[01]$/.test(form['vote'] ?? '') ? Number(form['vote']) : undefined
  const parsed = ballot.safeParse({ ...form, vote })
  if (parsed.success) return parsed.data
  throw new BadRequest('invalid_vote', z.prettifyError(parsed.error))
}

function itemJson(item: ItemView): object {
  const { id, title, content, category, tags, status, version, upvotes, downvotes, score } = item
  return {
    id,
    title,
    content,
    category,
    tags,
    source_users: item.authors.map(({ username }) => username),
    source_users_display: item.authors,
    extracted_at: item.createdAt.toISOString(),
    updated_at: item.updatedAt.toISOString(),
    upvotes,
    downvotes,
    score,
    synced: item.myVote === 1,
    status,
    version,
    word_hash: item.wordHash,
  }
}
