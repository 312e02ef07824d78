import { linkOfChat, type Link } from '../links/links.ts'
import { say, type Conversation } from './conversation.ts'

/** Makes a command that only linked chats get an answer from; all others get told how to link. */
export function linked(
  command: (talk: Conversation, link: Link) => Promise<void>,
): (talk: Conversation) => Promise<void> {
  return async function forLinkedChats(talk) {
    const link = await linkOfChat(talk.deps.db, talk.chatId)
    if (link) await command(talk, link)
    else await say(talk, `This chat is not linked to an account. Begin at ${talk.deps.page.href}`)
  }
}
