import { agreeToLink, dropLinkRequest } from '../links/link-requests.ts'
import { say, verbatim, type Conversation } from './conversation.ts'

/** The buttons below the question whether a chat shall be linked. */
export async function agree(talk: Conversation, pressed: string): Promise<void> {
  const { db, page } = talk.deps
  const [answer, code] = pressed.split(':')
  const asked = { chatId: talk.chatId, code }
  if (answer !== 'yes') {
    await dropLinkRequest(db, asked)
    return say(talk, 'Nothing was linked.')
  }
  const username = await agreeToLink(db, asked)
  if (username === undefined) return say(talk, `That took too long. Begin again at ${page.href}`)
  await say(
    talk,
    `One step is left: confirm this chat for ${verbatim(username)} in the portal, at ${page.href}`,
  )
}
