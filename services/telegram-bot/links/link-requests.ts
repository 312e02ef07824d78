import { randomBytes, randomInt } from 'node:crypto'
import type { Database } from '#core/database/connect.ts'
import { Conflict } from '#core/errors.ts'
import { audit } from '#core/identity/audit.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'

/** How long a person has from the button in the portal to the last confirmation. */
export const LINK_SECONDS = 600

/** A link that somebody is about to make. */
export interface LinkRequest {
  readonly username: string
  /** Six digits, to be typed. */
  readonly code: string
  /** The same for a link that is pressed, too long to guess. */
  readonly token: string
  readonly expiresAt: Date
  readonly chatId: number | null
  readonly telegramName: string | null
  /** When the chat agreed. */
  readonly agreedAt: Date | null
}

const columns = `username, code, token, expires_at as "expiresAt", chat_id as "chatId",
  telegram_name as "telegramName", agreed_at as "agreedAt"`

/** Begins a link for a person, in place of an older beginning. */
export function beginLink(db: Database, username: string): Promise<LinkRequest> {
  const token = randomBytes(24).toString('base64url')
  return inTransaction(db, 'telegram_bot.link_request', async (client) => {
    await client.query(
      'delete from telegram_bot.link_request where username = $1 or expires_at < now()',
      [username],
    )
    const { rows: taken } = await client.query<{ code: string }>(
      'select code from telegram_bot.link_request',
    )
    const { rows } = await client.query<LinkRequest>(
      `insert into telegram_bot.link_request (username, code, token, expires_at)
       values ($1, $2, $3, now() + make_interval(secs => $4)) returning ${columns}`,
      [username, freeCode(new Set(taken.map(({ code }) => code))), token, LINK_SECONDS],
    )
    const [begun] = rows
    if (!begun) throw new Error('the request was not stored')
    return begun
  })
}

function freeCode(taken: ReadonlySet<string>): string {
  for (;;) {
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    if (!taken.has(code)) return code
  }
}

/** What a person has begun and neither finished nor let pass. */
export async function linkRequestOf(
  db: Database,
  username: string,
): Promise<LinkRequest | undefined> {
  const { rows } = await db.pool.query<LinkRequest>(
    `select ${columns} from telegram_bot.link_request where username = $1 and expires_at > now()`,
    [username],
  )
  return rows[0]
}

/** A chat shows a code or a token: the request is this chat's from now on; undefined when it is not good. */
export async function claimLink(
  db: Database,
  given: string,
  chat: { readonly id: number; readonly name: string },
): Promise<LinkRequest | undefined> {
  const { rows } = await db.pool.query<LinkRequest>(
    `update telegram_bot.link_request set chat_id = $2, telegram_name = $3
     where (code = $1 or token = $1) and expires_at > now() and coalesce(chat_id, $2) = $2
     returning ${columns}`,
    [given, chat.id, chat.name],
  )
  return rows[0]
}

/** The question below which a chat pressed a button: of which code, where the button says it. */
export interface Asked {
  readonly chatId: number
  readonly code: string | undefined
}

/**
 * The chat agrees to be linked; to whom, or undefined when there is nothing to agree to. It agrees to what it was
 * asked, also when somebody else got it to show a code of theirs meanwhile.
 */
export async function agreeToLink(
  db: Database,
  { chatId, code }: Asked,
): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ username: string }>(
    `with asked as (
       select code from telegram_bot.link_request where chat_id = $1 and expires_at > now()
     )
     update telegram_bot.link_request set agreed_at = coalesce(agreed_at, now())
     where code in (select code from asked)
       and (code = $2 or ($2::text is null and (select count(*) from asked) = 1))
     returning username`,
    [chatId, code ?? null],
  )
  return rows[0]?.username
}

/** The chat, or the person, wants no link. */
export async function dropLinkRequest(
  db: Database,
  of: Asked | { readonly username: string },
): Promise<void> {
  if ('username' in of) {
    await db.pool.query('delete from telegram_bot.link_request where username = $1', [of.username])
    return
  }
  await db.pool.query(
    'delete from telegram_bot.link_request where chat_id = $1 and ($2::text is null or code = $2)',
    [of.chatId, of.code ?? null],
  )
}

/**
 * The person confirms the chat that agreed: the link is made. Conflict('no_chat_agreed') when none has,
 * or another chat than the one they saw; Conflict('chat_linked') when it is somebody else's.
 */
export async function confirmLink(
  db: Database,
  person: { readonly username: string; readonly email: string },
  seenChatId: number,
): Promise<void> {
  const { username } = person
  const turn = 'telegram_bot.confirm'
  const telegramName = await inTransaction(db, turn, async (client) => {
    const { rows } = await client.query<{ telegramName: string }>(
      `delete from telegram_bot.link_request
       where username = $1 and chat_id = $2 and agreed_at is not null and expires_at > now()
       returning telegram_name as "telegramName"`,
      [username, seenChatId],
    )
    const [request] = rows
    if (!request)
      throw new Conflict('no_chat_agreed', 'There is no chat to confirm any more', {
        remedy: 'Begin again: press “Link Telegram”.',
      })
    const { rowCount: taken } = await client.query(
      'select from telegram_bot.link where chat_id = $1 and username <> $2',
      [seenChatId, username],
    )
    if (taken)
      throw new Conflict('chat_linked', 'This chat is linked to another account', {
        remedy: 'Send /unlink in the chat first, then begin again.',
      })
    await client.query('delete from telegram_bot.ended_link where username = $1', [username])
    await client.query(
      `insert into telegram_bot.link (username, chat_id, telegram_name) values ($1, $2, $3)
       on conflict (username) do update
         set chat_id = excluded.chat_id, telegram_name = excluded.telegram_name, linked_at = now()`,
      [username, seenChatId, request.telegramName],
    )
    return request.telegramName
  })
  await audit(db, {
    actor: person.email,
    action: 'telegram.link',
    subject: username,
    detail: { telegramName, chatId: seenChatId },
  })
}
