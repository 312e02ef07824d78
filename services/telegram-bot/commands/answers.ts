import type { Link } from '../links/links.ts'
import { unlink as endLink } from '../links/links.ts'
import { say, verbatim, type Conversation } from './conversation.ts'

/** Who the chat is linked to, and the number of the chat. */
export function whoami(talk: Conversation, { username, linkedAt }: Link): Promise<void> {
  const since = linkedAt.toISOString().slice(0, 10)
  return say(
    talk,
    `You are ${verbatim(username)}, linked since ${since}.\nThis chat: ${talk.chatId}`,
  )
}

/** Ends the link from the chat's side. */
export async function unlink(talk: Conversation, { username }: Link): Promise<void> {
  const actor = `${username}, in Telegram`
  await endLink(talk.deps.db, username, actor)
  await say(talk, 'This chat is not linked any more: no notification comes here from now on.')
}

/** What can be said here. */
export function help(talk: Conversation): Promise<void> {
  return say(
    talk,
    [
      `*Commands*`,
      '/status – your scripts, with buttons that run them',
      '/test – a small report about your notifications',
      '/whoami – your account and the number of this chat',
      '/unlink – end the link to your account',
      '/start – how this chat is linked',
      `\nYour settings: ${talk.deps.page.href}`,
    ].join('\n'),
  )
}
