import type { Database } from '../database/connect.ts'
import { BadRequest } from '../errors.ts'
import { displayName } from './display-name.ts'
import { mayEnter } from './may-enter.ts'
import { hashOpaqueToken, makeOpaqueToken } from './opaque-token.ts'
import { principalColumns, type Principal } from './principal.ts'

export type { Principal } from './principal.ts'

/** What a token opens: `data` only downloads tables, `all` is everything that a program may do. */
export const tokenScopes = ['data', 'all'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** A token as its owner sees it again: never with its secret. */
export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly scope: TokenScope
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** Marks our tokens, for people and for secret scanners. */
const PREFIX = 'ada_'
const MAX_NAME = 100

/** Makes an API token; the secret is returned this once and stored as a hash. */
export async function createToken(
  db: Database,
  token: {
    readonly personId: string
    readonly name: string
    readonly scope?: TokenScope
    readonly expiresAt?: Date
  },
): Promise<{ readonly id: string; readonly token: string }> {
  const name = displayName(token.name)
  if (name === undefined || token.name.trim().length > MAX_NAME) {
    throw new BadRequest('invalid_token_name', `A token has a name of 1 to ${MAX_NAME} characters`)
  }
  const made = makeOpaqueToken(PREFIX)
  const { rows } = await db.pool.query<{ id: string }>(
    `insert into core.api_token (person_id, name, hash, expires_at, scope) values ($1, $2, $3, $4, $5)
     returning id`,
    [token.personId, name, made.hash, token.expiresAt ?? null, token.scope ?? 'all'],
  )
  return { id: rows[0]?.id ?? '', token: made.token }
}

/** A person's tokens, newest first. */
export async function listTokens(db: Database, personId: string): Promise<readonly TokenRecord[]> {
  const { rows } = await db.pool.query<TokenRecord>(
    `select id, name, scope, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
     from core.api_token where person_id = $1 order by created_at desc`,
    [personId],
  )
  return rows
}

/** Ends a token at once. False when the person has no such token. */
export async function revokeToken(
  db: Database,
  { id, personId }: { readonly id: string; readonly personId: string },
): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    'delete from core.api_token where id::text = $1 and person_id = $2',
    [id, personId],
  )
  return rowCount === 1
}

/**
 * Whose token this is and what it opens, in one query; undefined when it is unknown, past its time, not
 * for this `scope`, or its owner is locked out. Notes the use, at most once a minute.
 */
export async function principalOfToken(
  db: Database,
  token: string,
  scope: TokenScope = 'all',
): Promise<Principal | undefined> {
  if (!token.startsWith(PREFIX)) return undefined
  const { rows } = await db.pool.query<Principal>(
    `with used as (
       update core.api_token set last_used_at = now()
       where hash = $1 and (expires_at is null or expires_at > now())
         and (last_used_at is null or last_used_at < now() - interval '1 minute')
     )
     select ${principalColumns}
     from core.api_token t join core.person p on p.id = t.person_id
     where t.hash = $1 and (t.expires_at is null or t.expires_at > now()) and ${mayEnter}
       and t.scope in ('all', $2)`,
    [hashOpaqueToken(token), scope],
  )
  return rows[0]
}
