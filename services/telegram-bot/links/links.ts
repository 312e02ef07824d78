import type { PoolClient } from 'pg'
import type { Database } from '#core/database/connect.ts'
import { activeUsernames } from '#core/identity/active-usernames.ts'
import { audit } from '#core/identity/audit.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'

/** A person's chat. */
export interface Link {
  readonly username: string
  readonly chatId: number
  /** How the person is called in Telegram. */
  readonly telegramName: string
  readonly linkedAt: Date
}

const columns = `username, chat_id as "chatId", telegram_name as "telegramName", linked_at as "linkedAt"`

export async function linkOf(db: Database, username: string): Promise<Link | undefined> {
  const { rows } = await db.pool.query<Link>(
    `select ${columns} from telegram_bot.link where username = $1`,
    [username],
  )
  return rows[0]
}

/** Whose chat it is; undefined as well for a person who is locked. */
export async function linkOfChat(db: Database, chatId: number): Promise<Link | undefined> {
  const { rows } = await db.pool.query<Link>(
    `select ${columns} from telegram_bot.link where chat_id = $1`,
    [chatId],
  )
  const [link] = rows
  return link && (await activeUsernames(db, [link.username])).length > 0 ? link : undefined
}

/** Which of these people have a chat here and may be told anything. */
export async function linkedAmong(
  db: Database,
  usernames: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await db.pool.query<{ username: string }>(
    'select username from telegram_bot.link where username = any($1)',
    [usernames],
  )
  return activeUsernames(
    db,
    rows.map(({ username }) => username),
  )
}

/** A person's chat; undefined as well for a person who is locked. */
export async function activeLinkOf(db: Database, username: string): Promise<Link | undefined> {
  const [active] = await linkedAmong(db, [username])
  return active === undefined ? undefined : linkOf(db, active)
}

/** Ends a person's link at their own wish; whether there was one. */
export async function unlink(db: Database, username: string, actor: string): Promise<boolean> {
  const { rowCount } = await db.pool.query('delete from telegram_bot.link where username = $1', [
    username,
  ])
  if (!rowCount) return false
  await audit(db, { actor, action: 'telegram.unlink', subject: username })
  return true
}

/** Ends a link that leads nowhere any more, and keeps the reason for the person to see in the portal. */
export async function endDeadLink(
  db: Database,
  { username, chatId }: Pick<Link, 'username' | 'chatId'>,
  reason: string,
): Promise<void> {
  const ended = await inTransaction(db, `telegram_bot.link ${username}`, async (client) => {
    const { rowCount } = await client.query(
      'delete from telegram_bot.link where username = $1 and chat_id = $2',
      [username, chatId],
    )
    if (rowCount) await keepReason(client, username, reason)
    return Boolean(rowCount)
  })
  if (ended)
    await audit(db, {
      actor: 'telegram-bot',
      action: 'telegram.unlink',
      subject: username,
      detail: { reason },
    })
}

async function keepReason(client: PoolClient, username: string, reason: string): Promise<void> {
  await client.query(
    `insert into telegram_bot.ended_link (username, reason) values ($1, $2)
     on conflict (username) do update set reason = excluded.reason, ended_at = now()`,
    [username, reason],
  )
}

/** Why the last link ended without its person asking; undefined when it did not. */
export async function endedLinkOf(
  db: Database,
  username: string,
): Promise<{ readonly reason: string; readonly endedAt: Date } | undefined> {
  const { rows } = await db.pool.query<{ reason: string; endedAt: Date }>(
    'select reason, ended_at as "endedAt" from telegram_bot.ended_link where username = $1',
    [username],
  )
  return rows[0]
}
