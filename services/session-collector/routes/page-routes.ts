import type { Middleware } from 'koa'
import { Forbidden, NotFound } from '#core/errors.ts'
import { z } from 'zod'
import { html } from '#core/html.ts'
import { readForm } from '#core/http/body.ts'
import { paramOf } from '#core/http/param-of.ts'
import { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { countOf } from '#core/portal/format-count.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import type { StoredSession } from '../analytics/save-sessions.ts'
import { loadStates } from '../collect/file-state.ts'
import { keptBytes } from '../collect/kept-bytes.ts'
import type { OwnReckoning } from '../collect/own-reckoning.ts'
import { plainCopy } from '../collect/plain-copy.ts'
import { refusalsOf } from '../collect/refusals.ts'
import { formatDuration } from '../pages/format-duration.ts'
import { deletePage, sessionPage } from '../pages/session-page.ts'
import { sessionPath } from '../pages/session-path.ts'
import { LINES } from '../pages/transcript-card.ts'
import { sessionsPage } from '../pages/sessions-page.ts'
import { totalsOf } from '../report-of.ts'
import type { SessionPlace } from '../session-place.ts'
import {
  deleteSession,
  filesOf,
  leaveOut,
  leftOutProjects,
  sessionBy,
  sessionsOf,
  setPrivate,
  takeIn,
} from '../sessions.ts'
import { transcriptLines } from '../transcript/transcript-lines.ts'
import { twinPath } from '../twin/make-twins.ts'
import { rowsBefore } from './rows-before.ts'

const listed = z.object({ from: rowsBefore })
const read = z.object({
  from: rowsBefore,
  as: z.string().optional().catch(undefined),
})

/** /sessions: what was collected of a person; for administrators figures, and redacted texts, of all. */
export function pageRoutes(
  place: SessionPlace & { readonly quotaBytes: number; readonly reckoning: OwnReckoning },
  identity: Middleware,
): Router {
  const { db, storeDir, quotaBytes } = place

  async function showOwn(ctx: PageContext): Promise<void> {
    const { username, csrf, admin } = personOf(ctx)
    await place.reckoning.reckon(username)
    const sessions = await sessionsOf(db, username)
    const leftOut = await leftOutProjects(db, username)
    const bytes = keptBytes(storeDir, await loadStates(db, username))
    const kept = { bytes, quotaBytes, ...(await refusalsOf(db, username)) }
    const { from } = listed.parse(ctx.query)
    const view = { sessions, leftOut, kept, admin, csrf, now: new Date(), from }
    sendFragment(ctx, sessionsPage(view))
  }

  async function showWidget(ctx: PageContext): Promise<void> {
    const sessions = await sessionsOf(db, personOf(ctx).username)
    const { activeMs } = totalsOf(sessions)
    const count = countOf(sessions.length, 'session')
    sendFragment(
      ctx,
      html`<p><a href="/sessions">${count}</a></p>
        <p class="small muted">${formatDuration(activeMs)} active</p>`,
    )
  }

  /** One's own session; an administrator sees another's too, unless it is private. */
  async function visible(ctx: PageContext): Promise<{ session: StoredSession; own: boolean }> {
    const { username, admin } = personOf(ctx)
    const whose = paramOf(ctx, 'username')
    const own = whose === username
    if (!own && !admin) throw new NotFound('unknown_session', 'There is no such session')
    const session = await sessionBy(db, whose, paramOf(ctx, 'id'))
    if (!own && session.private) throw new NotFound('unknown_session', 'There is no such session')
    return { session, own }
  }

  async function ownSession(ctx: PageContext): Promise<StoredSession> {
    const { session, own } = await visible(ctx)
    if (!own) throw new Forbidden('not_yours', 'Only its person can change a session')
    return session
  }

  async function showSession(ctx: PageContext): Promise<void> {
    const { session, own } = await visible(ctx)
    const { username, csrf } = personOf(ctx)
    if (!own) {
      const subject = `${session.username}/${session.id}`
      await audit(db, { actor: username, action: 'session.read', subject })
    }
    const { from, as } = read.parse(ctx.query)
    // The raw text is read for its own person alone, who may look at the other one too.
    const redacted = !own || as === 'administrators'
    const paths = redacted
      ? [twinPath(storeDir, session.username, session.id)]
      : await ownCopies(session)
    const part = await transcriptLines(paths, from, LINES)
    sendFragment(ctx, sessionPage({ session, ...part, from, own, redacted, csrf }))
  }

  async function ownCopies({ username, id }: StoredSession): Promise<readonly string[]> {
    return (await filesOf(place, username, id)).map((file) => plainCopy(storeDir, file))
  }

  async function askDelete(ctx: PageContext): Promise<void> {
    sendFragment(ctx, deletePage(await ownSession(ctx), personOf(ctx).csrf))
  }

  async function remove(ctx: PageContext): Promise<void> {
    const { username, id } = await ownSession(ctx)
    await deleteSession(place, username, id)
    seeOther(ctx, '/sessions')
  }

  async function hide(ctx: PageContext): Promise<void> {
    const session = await ownSession(ctx)
    const isPrivate = (await readForm(ctx)).get('private') === 'yes'
    await setPrivate(place, session.username, session.id, isPrivate)
    seeOther(ctx, sessionPath(session))
  }

  function projectForm(act: typeof leaveOut) {
    return async (ctx: PageContext): Promise<void> => {
      const project = (await readForm(ctx)).get('project')?.trim() ?? ''
      if (project !== '' && project.length < 1000) await act(db, personOf(ctx).username, project)
      seeOther(ctx, '/sessions')
    }
  }

  return new Router()
    .get('/sessions', identity, showOwn)
    .get('/sessions/widget', identity, showWidget)
    .post('/sessions/leave-out', identity, checkCsrf, projectForm(leaveOut))
    .post('/sessions/take-in', identity, checkCsrf, projectForm(takeIn))
    .get('/sessions/of/:username/:id', identity, showSession)
    .get('/sessions/of/:username/:id/delete', identity, askDelete)
    .post('/sessions/of/:username/:id/delete', identity, checkCsrf, remove)
    .post('/sessions/of/:username/:id/private', identity, checkCsrf, hide)
}
