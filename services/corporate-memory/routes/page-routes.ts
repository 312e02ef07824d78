import type { Middleware } from 'koa'
import { z } from 'zod'
import { NotFound } from '#core/errors.ts'
import { paramOf } from '#core/http/param-of.ts'
import { Router } from '#core/http/router.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { StatementIndex } from '../merge/statement-index.ts'
import { itemPage } from '../pages/item-page.ts'
import { listPage } from '../pages/list-page.ts'
import { memoryWidget } from '../pages/memory-widget.ts'
import { minePage } from '../pages/mine-page.ts'
import { lastUse } from '../curate/daily-budget.ts'
import { statisticsPage } from '../pages/statistics-page.ts'
import type { Viewer } from '../pages/viewer.ts'
import { MOST_RULES } from '../rules/rule-file.ts'
import { castVote } from '../review/cast-vote.ts'
import { sayAgain, withdrawSource } from '../review/withdraw-source.ts'
import { coverageOf, growthOf } from '../views/growth.ts'
import { expiresSoon } from '../views/expires-at.ts'
import { loadDetails } from '../views/item-details.ts'
import type { ItemView } from '../views/item-view.ts'
import { isRule, listItems } from '../views/list-items.ts'
import { listRequest } from '../views/list-request.ts'
import { loadViews } from '../views/load-views.ts'
import { ownNote } from '../views/own-note.ts'
import { statsOf } from '../views/stats.ts'
import { backPath, formOf } from './form-of.ts'
import { isReviewer, type MemoryDeps } from './memory-deps.ts'

const ballot = z.object({
  vote: z.enum(['1', '-1', '0'], 'a vote is 1, -1 or 0'),
  seen: z.string('what was seen is missing'),
  back: backPath,
})

/** The pages that everyone has: the catalogue, one item, one's own notes, statistics. */
export function pageRoutes(deps: MemoryDeps, identity: Middleware): Router {
  const { db } = deps
  const viewsFor = (ctx: PageContext) => loadViews(db.pool, personOf(ctx).username)

  async function showList(ctx: PageContext): Promise<void> {
    const views = await viewsFor(ctx)
    const viewer = viewerOf(deps, ctx)
    const request = listRequest.parse(ctx.query)
    const list = listItems(views, viewer, request)
    const numbers = {
      stats: await statsOf(db.pool, views),
      rules: Math.min(MOST_RULES, views.filter(isRule).length),
    }
    sendFragment(ctx, listPage(list, request, numbers, viewer))
  }

  async function showWidget(ctx: PageContext): Promise<void> {
    const views = await viewsFor(ctx)
    const viewer = viewerOf(deps, ctx)
    const own = viewer.reviewer ? views : []
    const toDo = {
      pending: own.filter(({ status }) => status === 'pending').length,
      expiring: own.filter((item) => expiresSoon(item, viewer)).length,
    }
    sendFragment(ctx, memoryWidget(await statsOf(db.pool, views), toDo, deps.now()))
  }

  async function showMine(ctx: PageContext): Promise<void> {
    const viewer = viewerOf(deps, ctx)
    const note = await ownNote(db.pool, viewer.username, await viewsFor(ctx))
    sendFragment(ctx, minePage(note, viewer))
  }

  async function showStatistics(ctx: PageContext): Promise<void> {
    sendFragment(
      ctx,
      statisticsPage(await growthOf(db.pool), await coverageOf(db.pool), {
        use: await lastUse(db),
        tokensPerDay: deps.tokensPerDay,
      }),
    )
  }

  async function showItem(ctx: PageContext): Promise<void> {
    const views = await viewsFor(ctx)
    const item = views.find(({ id }) => id === paramOf(ctx, 'id'))
    const viewer = viewerOf(deps, ctx)
    if (!item || !(await maySee(item, viewer))) {
      throw new NotFound('unknown_item', 'There is no such item')
    }
    const alike = viewer.reviewer ? alikeOf(item, views) : []
    sendFragment(ctx, itemPage(await loadDetails(db.pool, item), alike, viewer))
  }

  /** What was taken back or rejected is for reviewers and for those who wrote it. */
  async function maySee({ id, status }: ItemView, viewer: Viewer): Promise<boolean> {
    if (viewer.reviewer || (status !== 'withdrawn' && status !== 'rejected')) return true
    const { rowCount } = await db.pool.query(
      'select from corporate_memory.source where item_id = $1 and username = $2',
      [id, viewer.username],
    )
    return rowCount !== 0
  }

  async function vote(ctx: PageContext): Promise<void> {
    const { vote: value, seen, back } = await formOf(ctx, ballot)
    const { username } = personOf(ctx)
    const cast = { username, id: paramOf(ctx, 'id'), vote: Number(value) as -1 | 0 | 1, seen }
    await castVote(db, cast, { needed: deps.votesNeeded })
    seeOther(ctx, back)
  }

  async function withdraw(ctx: PageContext): Promise<void> {
    await withdrawSource(db, { username: personOf(ctx).username, id: paramOf(ctx, 'id') })
    seeOther(ctx, '/corporate-memory/mine')
  }

  async function comeBack(ctx: PageContext): Promise<void> {
    await sayAgain(db, { username: personOf(ctx).username, id: paramOf(ctx, 'id') })
    seeOther(ctx, '/corporate-memory/mine')
  }

  return new Router()
    .get('/corporate-memory', identity, showList)
    .get('/corporate-memory/widget', identity, showWidget)
    .get('/corporate-memory/mine', identity, showMine)
    .get('/corporate-memory/statistics', identity, showStatistics)
    .get('/corporate-memory/:id', identity, showItem)
    .post('/corporate-memory/:id/vote', identity, checkCsrf, vote)
    .post('/corporate-memory/:id/withdraw', identity, checkCsrf, withdraw)
    .post('/corporate-memory/:id/say-again', identity, checkCsrf, comeBack)
}

function viewerOf(deps: MemoryDeps, ctx: PageContext): Viewer {
  const person = personOf(ctx)
  const { username, csrf } = person
  const { expireDays } = deps
  return { username, csrf, reviewer: isReviewer(deps, person), expireDays, now: deps.now() }
}

/** What a reviewer may want to make one with an item: alike, but not enough for the collector. */
function alikeOf(item: ItemView, views: readonly ItemView[]): readonly ItemView[] {
  const index = new StatementIndex()
  const others = views.filter(
    ({ id, status }) => id !== item.id && ['pending', 'accepted'].includes(status),
  )
  for (const other of others) index.add(other.id, other.content)
  return index
    .matches(item.content)
    .slice(0, 5)
    .flatMap(({ id }) => others.find((other) => other.id === id) ?? [])
}
