import type { Database } from '#core/database/connect.ts'
import { NotFound } from '#core/errors.ts'
import { audit } from '#core/identity/audit.ts'
import { reckonTokens, sessionColumns, type StoredSession } from './analytics/save-sessions.ts'
import { inTurnOf } from './collect/in-turn-of.ts'
import { loadStates, type FileState } from './collect/file-state.ts'
import { removeCopies } from './collect/remove-copies.ts'
import { sessionOf } from './collect/source.ts'
import { copiesOf, sessionFiles } from './analytics/session-files.ts'
import type { SessionPlace } from './session-place.ts'
import { listPrices } from './transcript/prices.ts'
import { removeTwin } from './twin/make-twins.ts'

/** One person's sessions, the newest first. */
export async function sessionsOf(
  db: Database,
  username: string,
): Promise<readonly StoredSession[]> {
  const { rows } = await db.pool.query<StoredSession>(
    `select ${sessionColumns} from session_collector.session
     where username = $1 order by started_at desc nulls last, id`,
    [username],
  )
  return rows
}

/** One session; NotFound when the person has none of that id. */
export async function sessionBy(
  db: Database,
  username: string,
  id: string,
): Promise<StoredSession> {
  const { rows } = await db.pool.query<StoredSession>(
    `select ${sessionColumns} from session_collector.session
     where username = $1 and id = $2`,
    [username, id],
  )
  const [found] = rows
  if (found) return found
  throw new NotFound('unknown_session', 'There is no such session')
}

/** The copies that a session consists of, its own first. */
export async function filesOf(
  { db, storeDir }: SessionPlace,
  username: string,
  id: string,
): Promise<readonly FileState[]> {
  const own = [...(await loadStates(db, username)).values()]
  return sessionFiles(storeDir, own).find((session) => session.id === id)?.files ?? []
}

/** A private session is its person's alone: it has no twin for others, and its title is kept out of lists. */
export async function setPrivate(
  { db, storeDir }: SessionPlace,
  username: string,
  id: string,
  isPrivate: boolean,
): Promise<void> {
  await sessionBy(db, username, id)
  await db.pool.query(
    `update session_collector.session set private = $3, twinned_at = null
     where username = $1 and id = $2`,
    [username, id, isPrivate],
  )
  if (isPrivate) await removeTwin(storeDir, username, id)
}

/**
 * Takes a session away with all its copies, their older versions, its twin and its figures, and keeps it from being
 * collected again. The files in the person's own folders stay theirs.
 */
export async function deleteSession(
  place: SessionPlace,
  username: string,
  id: string,
): Promise<void> {
  const { db, storeDir, prices = listPrices } = place
  const gone = await inTurnOf(db, username, async (inner) => {
    await sessionBy(inner, username, id)
    const states = [...(await loadStates(inner, username)).values()]
    // What its name alone shows to be of it, whatever has become of the copy, and what its records do.
    const named = states.filter(({ path }) => sessionOf(path).session === id)
    const all = [...new Set([...named, ...copiesOf(storeDir, states, id)])]
    await inner.pool.query(
      'insert into session_collector.deleted_session (username, id) values ($1, $2) on conflict do nothing',
      [username, id],
    )
    await inner.pool.query(
      'delete from session_collector.session where username = $1 and id = $2',
      [username, id],
    )
    await inner.pool.query(
      `delete from session_collector.file f using unnest($2::text[], $3::text[]) as g (origin, path)
       where f.username = $1 and f.origin = g.origin and f.path = g.path`,
      [username, all.map(({ origin }) => origin), all.map(({ path }) => path)],
    )
    // Answers that another session repeats are that one's now.
    await reckonTokens(inner, username, prices)
    return all
  })
  await removeTwin(storeDir, username, id)
  for (const state of gone) await removeCopies(storeDir, state)
  await audit(db, { actor: username, action: 'session.delete', subject: id })
}

/** A person's projects that are left out from now on. */
export async function leaveOut(db: Database, username: string, project: string): Promise<void> {
  await db.pool.query(
    `insert into session_collector.left_out_project (username, project) values ($1, $2)
     on conflict do nothing`,
    [username, project],
  )
  await audit(db, { actor: username, action: 'session.leave-out', subject: project })
}

export async function takeIn(db: Database, username: string, project: string): Promise<void> {
  await db.pool.query(
    'delete from session_collector.left_out_project where username = $1 and project = $2',
    [username, project],
  )
}

export async function leftOutProjects(db: Database, username: string): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ project: string }>(
    'select project from session_collector.left_out_project where username = $1 order by project',
    [username],
  )
  return rows.map(({ project }) => project)
}
