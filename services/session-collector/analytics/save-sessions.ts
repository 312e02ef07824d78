import type { Database } from '#core/database/connect.ts'
import { withinTransaction } from '#core/database/within-transaction.ts'
import { inTurnOf } from '../collect/in-turn-of.ts'
import type { Price } from '../transcript/prices.ts'
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

/** A figure of the whole session, where it began. */
function atStart(figure: 'activeMs' | 'models', format: string): string {
  return `case when started_at is null then '{}' else jsonb_build_object(
    to_char(started_at at time zone 'UTC', '${format}'), figures -> '${figure}') end`
}

/**
 * What is read of a stored session. A version before this one, which ran on beside it or came back, wrote figures that
 * do not tell when they fell: these are where the session began.
 */
export const sessionColumns = `username, id, private, jsonb_build_object(
  'activeByHour', ${atStart('activeMs', 'YYYY-MM-DD"T"HH24')},
  'days', ${atStart('models', 'YYYY-MM-DD')}) || (figures - 'usageRows') as figures`

type UsageRows = readonly (readonly [key: string, usage: Usage])[]

/**
 * Stores sessions that were analysed anew, and reckons for all sessions of their person whose answers are
 * whose: a new session may hold what another one began. What was deleted meanwhile stays so. Returns what could not
 * be stored, by the ids.
 */
export async function saveSessions(
  db: Database,
  username: string,
  analysed: readonly AnalysedSession[],
  prices: readonly Price[],
): Promise<ReadonlyMap<string, unknown>> {
  const unsaved = new Map<string, unknown>()
  for (const session of analysed) {
    await withinTransaction(db, { keep: true }, (inner) =>
      saveSession(inner, username, session, prices),
    ).catch((error: unknown) => unsaved.set(session.id, error))
  }
  if (analysed.length > unsaved.size) await reckonTokens(db, username, prices)
  return unsaved
}

async function saveSession(
  { pool }: Database,
  username: string,
  { id, all, usages }: AnalysedSession,
  prices: readonly Price[],
): Promise<void> {
  const figures = sessionFigures(all, [...usages.values()], prices)
  await pool.query(
    `insert into session_collector.session
         (username, id, project, title, started_at, ended_at, figures, usages)
       select $1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7::jsonb, $8::jsonb
       where not exists (
         select from session_collector.deleted_session where username = $1 and id = $2)
       on conflict (username, id) do update set project = excluded.project, title = excluded.title,
         started_at = excluded.started_at, ended_at = excluded.ended_at,
         figures = excluded.figures, usages = excluded.usages, analysed_at = now(), twinned_at = null`,
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

/** Reckons anew what cost nothing that was known, once a price for its model is. */
export async function priceAnew(db: Database, prices: readonly Price[]): Promise<void> {
  const { rows } = await db.pool.query<{ username: string; model: string }>(
    `select distinct username, model.key as model from session_collector.session,
       jsonb_each(figures -> 'models') as model
     where (figures -> 'tokens' ->> 'unpriced')::boolean and (model.value ->> 'unpriced')::boolean`,
  )
  const priced = rows.filter(({ model }) => prices.some((price) => price.model.test(model)))
  for (const username of new Set(priced.map((row) => row.username))) {
    await inTurnOf(db, username, (inner) => reckonTokens(inner, username, prices))
  }
}

/** Reckons for all sessions of a person, in turn with them, whose answers are whose, and what they cost. */
export async function reckonTokens(
  db: Database,
  username: string,
  prices: readonly Price[],
): Promise<void> {
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
  for (const { id, figures, startedAt } of rows) {
    const of = { rows: figures.usageRows, start: startedAt?.getTime() }
    const { duplicateUsageRows, ...reckoned } = tokenFigures(own.get(id) ?? [], prices, of)
    const quality = { ...figures.quality, duplicateUsageRows }
    await db.pool.query(
      `update session_collector.session set figures = $3
       where username = $1 and id = $2 and figures is distinct from $3`,
      [username, id, storable({ ...figures, ...reckoned, quality })],
    )
  }
}

/**
 * Texts and names in transcripts may hold what PostgreSQL's jsonb cannot: NUL, and halves of characters.
 * JSON writes these, and of characters only these, as escapes.
 */
function storable(value: unknown): string {
  return JSON.stringify(value).replace(
    /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][\da-f]{2})/g,
    '$1\\ufffd',
  )
}

/** Every session of everybody, in the order of people and time. */
export async function loadSessions(db: Database): Promise<readonly StoredSession[]> {
  const { rows } = await db.pool.query<StoredSession>(
    `select ${sessionColumns} from session_collector.session
     order by username, started_at nulls last, id`,
  )
  return rows
}
