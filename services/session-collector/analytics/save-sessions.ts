import type { Database } from '#core/database/connect.ts'
import type { Usage } from '../transcript/usage.ts'
import type { AnalysedSession } from './analyse-session.ts'
import { ownUsages } from './own-usages.ts'
import { sessionFigures, tokenFigures, type SessionFigures } from './session-figures.ts'

/** One session as it is stored. */
export interface StoredSession {
  readonly username: string
  readonly id: string
  readonly figures: SessionFigures
  readonly private: boolean
}

type UsageRows = readonly (readonly [key: string, usage: Usage])[]

/**
 * Stores sessions that were analysed anew, and reckons for all sessions of their person whose answers are
 * whose: a new session may hold what another one began.
 */
export async function saveSessions(
  db: Database,
  username: string,
  analysed: readonly AnalysedSession[],
): Promise<void> {
  for (const { id, all, usages } of analysed) {
    const figures = sessionFigures(all, [...usages.values()])
    await db.pool.query(
      `insert into session_collector.session
         (username, id, project, title, started_at, ended_at, figures, usages)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (username, id) do update set project = excluded.project, title = excluded.title,
         started_at = excluded.started_at, ended_at = excluded.ended_at,
         figures = excluded.figures, usages = excluded.usages, analysed_at = now()`,
      [
        username,
        id,
        figures.project?.replaceAll('\0', ''),
        figures.title,
        figures.start,
        figures.end,
        storable({ ...figures, usageRows: all.usageRows }),
        storable([...usages]),
      ],
    )
  }
  if (analysed.length > 0) await reckonTokens(db, username)
}

async function reckonTokens(db: Database, username: string): Promise<void> {
  const { rows } = await db.pool.query<{
    id: string
    startedAt: Date | null
    usages: UsageRows
    figures: SessionFigures & { readonly usageRows: number }
  }>(
    `select id, started_at as "startedAt", usages, figures from session_collector.session
     where username = $1`,
    [username],
  )
  const own = ownUsages(
    rows.map(({ id, startedAt, usages }) => ({
      id,
      startedAt: startedAt?.getTime() ?? Number.MAX_SAFE_INTEGER,
      usages: new Map(usages),
    })),
  )
  for (const { id, figures } of rows) {
    const reckoned = tokenFigures(own.get(id) ?? [], figures.usageRows)
    const quality = { ...figures.quality, duplicateUsageRows: reckoned.duplicateUsageRows }
    const { models, tokens } = reckoned
    await db.pool.query(
      `update session_collector.session set figures = $3
       where username = $1 and id = $2 and figures is distinct from $3`,
      [username, id, storable({ ...figures, models, tokens, quality })],
    )
  }
}

/** Names in transcripts may hold what PostgreSQL's jsonb cannot: NUL, and halves of characters. */
function storable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replaceAll('\0', '\ufffd').toWellFormed() : part,
  )
}

/** Every session of everybody, in the order of people and time. */
export async function loadSessions(db: Database): Promise<readonly StoredSession[]> {
  const { rows } = await db.pool.query<StoredSession>(
    `select username, id, figures - 'usageRows' as figures, private
     from session_collector.session order by username, started_at nulls last, id`,
  )
  return rows
}
