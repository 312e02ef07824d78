import type { IssuerLogout } from '../auth.ts'
import type { Database } from '../database/connect.ts'
import { mayEnter } from './may-enter.ts'
import { hashOpaqueToken, makeOpaqueToken } from './opaque-token.ts'
import { principalColumns, type Principal } from './principal.ts'

/** A session as its owner sees it. */
export interface SessionRecord {
  readonly id: string
  readonly provider: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly userAgent: string | null
  readonly address: string | null
}

/** A signed-in browser. */
export interface SessionPrincipal extends Principal {
  readonly sessionId: string
}

/** Days after which a session ends: since it began, and since it was used last. */
export const SESSION_DAYS = { absolute: 30, idle: 7 } as const

/** Begins a session and returns its secret, which only the browser has. Sessions that ended are removed. */
export async function createSession(
  db: Database,
  session: {
    readonly personId: string
    readonly provider: string
    readonly userAgent?: string
    readonly address?: string
    readonly issuer?: string | undefined
    readonly subject?: string | undefined
    readonly issuerSession?: string | undefined
  },
): Promise<string> {
  const { token, hash } = makeOpaqueToken()
  await db.pool.query(
    `delete from core.session
     where expires_at < now() or last_seen_at < now() - make_interval(days => $1)`,
    [SESSION_DAYS.idle],
  )
  await db.pool.query(
    `insert into core.session (hash, person_id, provider, user_agent, address, expires_at, issuer,
       subject, issuer_session)
     values ($1, $2, $3, $4, $5, now() + make_interval(days => $6), $7, $8, $9)`,
    [
      hash,
      session.personId,
      session.provider,
      session.userAgent?.slice(0, 300) ?? null,
      session.address ?? null,
      SESSION_DAYS.absolute,
      session.issuer ?? null,
      session.subject ?? null,
      session.issuerSession ?? null,
    ],
  )
  return token
}

/** Who this session belongs to; undefined when it has ended or its owner is locked out. */
export async function principalOfSession(
  db: Database,
  token: string,
): Promise<SessionPrincipal | undefined> {
  const { rows } = await db.pool.query<SessionPrincipal>(
    `with seen as (
       update core.session set last_seen_at = now()
       where hash = $1 and last_seen_at between now() - make_interval(days => $2)
         and now() - interval '1 minute'
     )
     select s.id as "sessionId", ${principalColumns}
     from core.session s join core.person p on p.id = s.person_id
     where s.hash = $1 and s.expires_at > now() and ${mayEnter}
       and s.last_seen_at > now() - make_interval(days => $2)`,
    [hashOpaqueToken(token), SESSION_DAYS.idle],
  )
  return rows[0]
}

/** A person's living sessions, the one used last first. */
export async function listSessions(
  db: Database,
  personId: string,
): Promise<readonly SessionRecord[]> {
  const { rows } = await db.pool.query<SessionRecord>(
    `select id, provider, created_at as "createdAt", last_seen_at as "lastSeenAt",
       user_agent as "userAgent", address
     from core.session
     where person_id = $1 and expires_at > now() and last_seen_at > now() - make_interval(days => $2)
     order by last_seen_at desc`,
    [personId, SESSION_DAYS.idle],
  )
  return rows
}

/** Ends one session of a person; false when the person has no such session. */
export async function endSession(
  db: Database,
  { id, personId }: { readonly id: string; readonly personId: string },
): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    'delete from core.session where id::text = $1 and person_id = $2',
    [id, personId],
  )
  return rowCount === 1
}

/** Ends all sessions of a person but `exceptId`. */
export async function endSessionsOf(
  db: Database,
  personId: string,
  exceptId?: string,
): Promise<void> {
  await db.pool.query(
    'delete from core.session where person_id = $1 and id::text is distinct from $2',
    [personId, exceptId ?? null],
  )
}

/** Ends what an issuer says is over; returns how many sessions that were. */
export async function endSessionsOfIssuer(
  db: Database,
  { issuer, subject, issuerSession }: IssuerLogout,
): Promise<number> {
  if (subject === undefined && issuerSession === undefined) return 0
  const { rowCount } = await db.pool.query(
    `delete from core.session where issuer = $1 and ($2::text is null or subject = $2)
       and ($3::text is null or issuer_session = $3)`,
    [issuer, subject ?? null, issuerSession ?? null],
  )
  return rowCount ?? 0
}

/** Whether a session began at most `minutes` ago. */
export async function isRecentSession(
  db: Database,
  sessionId: string,
  minutes: number,
): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    'select 1 from core.session where id = $1 and created_at > now() - make_interval(mins => $2)',
    [sessionId, minutes],
  )
  return (rowCount ?? 0) > 0
}
