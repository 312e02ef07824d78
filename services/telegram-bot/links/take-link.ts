import type { Database } from '#core/database/connect.ts'
import { audit, listAudit } from '#core/identity/audit.ts'
import type { ImportContext, ImportEntry } from '#core/import/importer.ts'
import { NOBODY } from '#core/import/person-of.ts'
import { endedLinkOf, linkOf } from './links.ts'

/** A link of the original. */
export interface OldLink {
  readonly chat_id: number
  readonly linked_at?: string | undefined
}

/** Takes a link over, unless the person has linked or unlinked here meanwhile, or the chat is somebody else's. */
export async function takeLink(
  { db, personOf }: Pick<ImportContext, 'db' | 'personOf'>,
  name: string,
  { chat_id: chatId, linked_at: linkedAt }: OldLink,
): Promise<Pick<ImportEntry, 'state' | 'detail'>> {
  const person = await personOf(name)
  if (!person) return { state: 'refused', detail: NOBODY }
  const { username, email } = person
  const link = await linkOf(db, username)
  if (link?.chatId === chatId) return { state: 'there', detail: `linked to ${email}` }
  if (link) return { state: 'there', detail: `${email} has linked another chat here` }
  if (await wasUnlinked(db, username)) {
    return { state: 'there', detail: `${email} was unlinked here, and stays so` }
  }
  const { rowCount } = await db.pool.query(
    `insert into telegram_bot.link (username, chat_id, telegram_name, linked_at)
     values ($1, $2, $3, coalesce($4, now())) on conflict (chat_id) do nothing`,
    // How the person is called in Telegram the original did not keep.
    [username, chatId, `chat ${chatId}`, linkedAt],
  )
  if (!rowCount) return { state: 'refused', detail: 'the chat is linked to another account here' }
  const detail = { chatId, imported: true }
  await audit(db, { actor: 'stack', action: 'telegram.link', subject: username, detail })
  return { state: 'new', detail: `a link to ${email}` }
}

async function wasUnlinked(db: Database, username: string): Promise<boolean> {
  if (await endedLinkOf(db, username)) return true
  const search = { action: 'telegram.unlink', subject: username, limit: 1000 }
  return (await listAudit(db, search)).some(({ subject }) => subject === username)
}
