import type { Middleware } from 'koa'
import { z } from 'zod'
import type { Database } from '#core/database/connect.ts'
import { Forbidden, NotFound } from '#core/errors.ts'
import { paramOf } from '#core/http/param-of.ts'
import { Router } from '#core/http/router.ts'
import { audit } from '#core/identity/audit.ts'
import { personOf, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { activityOf } from '../analytics/activity-of.ts'
import { adoptionOf } from '../analytics/adoption-of.ts'
import { measureNames } from '../analytics/measures.ts'
import { overTime, splits } from '../analytics/over-time.ts'
import { loadSessions, type StoredSession } from '../analytics/save-sessions.ts'
import type { OwnReckoning } from '../collect/own-reckoning.ts'
import { activityPage, type ActivityView } from '../pages/activity-page.ts'
import type { Place } from '../pages/page-links.ts'
import { sessionTable } from '../pages/session-table.ts'
import { sessionsOf } from '../sessions.ts'
import { rowsBefore } from './rows-before.ts'

const chosen = z.object({
  measure: z.enum(measureNames).catch('active'),
  split: z.enum(splits).catch('nothing'),
  project: z.string().optional().catch(undefined),
  people: rowsBefore,
  projects: rowsBefore,
  sessions: rowsBefore,
})
type Chosen = z.infer<typeof chosen>
type List = 'people' | 'projects' | 'sessions'

/** Where one is in a list of a page; its other parts keep what else was chosen there. */
function placeIn(list: List, path: string, query: Chosen): Place {
  return {
    from: query[list],
    pathOf(from) {
      const search = new URLSearchParams()
      for (const [name, value] of Object.entries({ ...query, [list]: from })) {
        if (value !== undefined && value !== 0) search.set(name, String(value))
      }
      return `${path}?${search.toString()}`
    },
  }
}

/** Of a private session others are told how much it was, and not what it was about. */
function forOthers(session: StoredSession): StoredSession {
  if (!session.private) return session
  return { ...session, figures: { ...session.figures, title: null, project: null } }
}

function adminOf(ctx: PageContext): string {
  const { username, admin } = personOf(ctx)
  if (!admin) throw new Forbidden('admins_only', 'This page is for administrators')
  return username
}

/** How Claude Code is used: by oneself, and for administrators by the team and by each person in it. */
export function activityRoutes(
  { db, reckoning }: { readonly db: Database; readonly reckoning: OwnReckoning },
  identity: Middleware,
): Router {
  function send(
    ctx: PageContext,
    sessions: readonly StoredSession[],
    view: Pick<ActivityView, 'path' | 'title' | 'team' | 'adoption'>,
    more?: (sessions: readonly StoredSession[], now: Date, place: Place) => ActivityView['more'],
  ): void {
    const query = chosen.parse(ctx.query)
    const { measure, split, project } = query
    const place = (list: List) => placeIn(list, view.path, query)
    const now = new Date()
    const shown =
      project === undefined
        ? sessions
        : sessions.filter(({ figures }) => figures.project === project)
    const page: ActivityView = {
      ...{ ...view, project, admin: personOf(ctx).admin },
      activity: activityOf(shown),
      chart: overTime(shown, measure, split, now),
      places: { people: place('people'), projects: place('projects') },
      more: more?.(shown, now, place('sessions')),
    }
    sendFragment(ctx, activityPage(page))
  }

  async function showOwn(ctx: PageContext): Promise<void> {
    const { username } = personOf(ctx)
    await reckoning.reckon(username)
    const sessions = await sessionsOf(db, username)
    send(ctx, sessions, { path: '/sessions/activity', title: 'Your activity', team: false })
  }

  async function showTeam(ctx: PageContext): Promise<void> {
    adminOf(ctx)
    const sessions = (await loadSessions(db)).map(forOthers)
    const adoption = adoptionOf(sessions, await countPeople(), new Date())
    const title = 'The team’s activity'
    send(ctx, sessions, { path: '/sessions/team', title, team: true, adoption })
  }

  async function showPerson(ctx: PageContext): Promise<void> {
    const actor = adminOf(ctx)
    const username = paramOf(ctx, 'username')
    const sessions = (await sessionsOf(db, username)).map(forOthers)
    if (sessions.length === 0) throw new NotFound('no_sessions', 'Nothing of them was collected')
    if (username !== actor) {
      await audit(db, { actor, action: 'session.list', subject: username })
    }
    const path = `/sessions/team/${encodeURIComponent(username)}`
    const own = username === actor
    send(
      ctx,
      sessions,
      { path, title: `The activity of ${username}`, team: false },
      (shown, now, place) => sessionTable(shown, { now, own, place }),
    )
  }

  async function countPeople(): Promise<number> {
    const { rows } = await db.pool.query<{ count: number }>(
      'select count(*)::int as count from core.person where suspended_at is null',
    )
    return rows[0]?.count ?? 0
  }

  return new Router()
    .get('/sessions/activity', identity, showOwn)
    .get('/sessions/team', identity, showTeam)
    .get('/sessions/team/:username', identity, showPerson)
}
