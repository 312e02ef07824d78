import type { Middleware } from 'koa'
import { z } from 'zod'
import { BadRequest, Forbidden } from '#core/errors.ts'
import { paramOf } from '#core/http/param-of.ts'
import { Router } from '#core/http/router.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, type PageContext } from '#core/portal/page-context.ts'
import { confirmItem } from '../review/confirm-item.ts'
import { decide, decisionNames } from '../review/decide.ts'
import { editedText, editItem } from '../review/edit-item.ts'
import { mergeItems } from '../review/merge-items.ts'
import { splitItem } from '../review/split-item.ts'
import { undo } from '../review/undo.ts'
import { backPath, formOf } from './form-of.ts'
import { isReviewer, type MemoryDeps } from './memory-deps.ts'

const decision = z.object({
  seen: z.string(),
  decision: z.enum([...decisionNames, 'confirm']),
  back: backPath,
})
const editedVersion = editedText.extend({ version: z.coerce.number().int() })
const undone = z.object({ back: backPath })
const merge = z.object({ into: z.string().min(1) })
const split = z.object({ username: z.string().min(1), block: z.string().min(1) })

/** What reviewers may do. */
export function reviewRoutes(deps: MemoryDeps, identity: Middleware): Router {
  const { db } = deps
  const idOf = (ctx: PageContext) => paramOf(ctx, 'id')
  const actorOf = (ctx: PageContext) => personOf(ctx).username

  async function requireReviewer(ctx: PageContext, next: () => Promise<unknown>): Promise<void> {
    if (!isReviewer(deps, personOf(ctx))) {
      throw new Forbidden('reviewers_only', 'Only reviewers may do this', {
        remedy: `They are administrators and the members of the group ${deps.reviewers}.`,
      })
    }
    await next()
  }

  async function take(ctx: PageContext): Promise<void> {
    const { back, seen, decision: word } = await formOf(ctx, decision)
    const about = { actor: actorOf(ctx), id: idOf(ctx), seen }
    if (word === 'confirm') await confirmItem(db, about)
    else await decide(db, { ...about, decision: word })
    seeOther(ctx, back)
  }

  async function edit(ctx: PageContext): Promise<void> {
    const { version, ...text } = await formOf(ctx, editedVersion)
    await editItem(db, { actor: actorOf(ctx), id: idOf(ctx), version, text })
    seeOther(ctx, `/corporate-memory/${idOf(ctx)}`)
  }

  async function mergeInto(ctx: PageContext): Promise<void> {
    const { into } = await formOf(ctx, merge)
    await mergeItems(db, { actor: actorOf(ctx), from: idOf(ctx), into })
    seeOther(ctx, `/corporate-memory/${into}`)
  }

  async function splitOff(ctx: PageContext): Promise<void> {
    const form = await formOf(ctx, split)
    const id = await splitItem(db, { actor: actorOf(ctx), id: idOf(ctx), ...form })
    seeOther(ctx, `/corporate-memory/${id}`)
  }

  async function takeBack(ctx: PageContext): Promise<void> {
    const event = z.coerce.number().int().positive().safeParse(idOf(ctx))
    if (!event.success) throw new BadRequest('unknown_event', 'There is nothing to undo')
    const { back } = await formOf(ctx, undone)
    await undo(db, actorOf(ctx), event.data)
    seeOther(ctx, back)
  }

  const guard = [identity, requireReviewer, checkCsrf] as const
  return new Router()
    .post('/corporate-memory/:id/decide', ...guard, take)
    .post('/corporate-memory/:id/edit', ...guard, edit)
    .post('/corporate-memory/:id/merge', ...guard, mergeInto)
    .post('/corporate-memory/:id/split', ...guard, splitOff)
    .post('/corporate-memory/undo/:id', ...guard, takeBack)
}
