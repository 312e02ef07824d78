import { audit } from '#core/identity/audit.ts'
import { claimLink } from '../links/link-requests.ts'
import { linkOfChat } from '../links/links.ts'
import { nameOf } from '../updates/update.ts'
import { say, verbatim, type Conversation } from './conversation.ts'

/** How many codes a chat may try. */
const TRIES = { points: 5, seconds: 600 }

/** `/start CODE` asks whether this chat shall be linked; `/start` alone says where codes are made. */
export async function start(talk: Conversation): Promise<void> {
  const { db, instanceName, page } = talk.deps
  const link = await linkOfChat(db, talk.chatId)
  if (link)
    return say(
      talk,
      `This chat is linked to ${verbatim(link.username)}. /help shows what you can do, /unlink ends it.`,
    )
  if (talk.rest === '')
    return say(
      talk,
      `Welcome to ${verbatim(instanceName)}.\nTo get your notifications here, open ${page.href}, press “Link Telegram”, and send me the code from there: /start and the six digits.`,
    )
  if (!(await mayTry(talk)))
    return say(talk, 'There were too many tries. Wait ten minutes, then begin again in the portal.')
  const request = await claimLink(db, talk.rest, { id: talk.chatId, name: nameOf(talk.sender) })
  if (!request)
    return say(
      talk,
      `This code is not good, or not good any more. Make a new one at ${page.href}; it holds for ten minutes.`,
    )
  await say(
    talk,
    `Link this chat to the account ${verbatim(request.username)} of ${verbatim(instanceName)}?\nSay yes only if that is you, and you asked for it in the portal just now.`,
    {
      inline_keyboard: [
        [
          { text: 'Yes, link it', callback_data: `link:yes:${request.code}` },
          { text: 'No', callback_data: `link:no:${request.code}` },
        ],
      ],
    },
  )
}

async function mayTry({ deps: { db, limits }, chatId }: Conversation): Promise<boolean> {
  if (await limits.allows('telegram-code', String(chatId), TRIES)) return true
  const actor = `telegram chat ${chatId}`
  await audit(db, { actor, action: 'telegram.too_many_codes', subject: actor })
  return false
}
