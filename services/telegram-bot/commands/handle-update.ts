import { endDeadLink, linkOfChat } from '../links/links.ts'
import { failureOf } from '../telegram/failure.ts'
import type { StoredUpdate } from '../updates/stored-updates.ts'
import { knownUpdate, type KnownUpdate } from '../updates/update.ts'
import { agree } from './agree.ts'
import { help, unlink, whoami } from './answers.ts'
import { say, verbatim, type BotDeps, type Conversation } from './conversation.ts'
import { linked } from './linked.ts'
import { runScript } from './run-script.ts'
import { start } from './start.ts'
import { status } from './status.ts'
import { testReport } from './test-report.ts'

const commands: Readonly<Record<string, (talk: Conversation) => Promise<void>>> = {
  start,
  help,
  status: linked(status),
  test: linked(testReport),
  unlink: linked(unlink),
  whoami: linked(whoami),
}

/**
 * Answers one update; throws what shall be tried again. Only private chats are answered: in a group
 * every member would read the alerts and press Run.
 */
export async function handleUpdate(
  deps: BotDeps,
  update: StoredUpdate,
  signal: AbortSignal,
): Promise<void> {
  const { data } = knownUpdate.safeParse(update.body)
  const chat = data?.message?.chat ?? data?.callback_query?.message?.chat
  const sender = data?.message?.from ?? data?.callback_query?.from
  if (!data || !chat || !sender) return
  const talk = { deps, chatId: chat.id, sender, rest: '', signal }
  try {
    if (chat.type === 'private') await answer(talk, data, update)
    else if (isForUs(talk, data.message?.text ?? ''))
      await say(talk, 'I answer in private chats only. Write to me directly.')
  } catch (error) {
    const { kind, reason } = failureOf(error)
    if (kind === 'gone') return forgetChat(talk, reason)
    if (kind === 'refused') await tellRefusal(talk, reason)
    throw error
  }
}

async function tellRefusal(talk: Conversation, reason: string): Promise<void> {
  try {
    await say(talk, `The answer could not be sent: ${verbatim(reason)}`)
  } catch (error) {
    talk.deps.log.info({ reason: failureOf(error).reason }, 'nor could the person be told')
  }
}

/** A command, its own addressee and what stands behind it. */
const COMMAND = /^\/(\w+)(?:@(\w+))?(?:\s+(.*))?$/s

/** Whether a text is a command, and not one for another bot. */
function isForUs({ deps }: Conversation, text: string): boolean {
  const [command, , addressee] = COMMAND.exec(text) ?? []
  if (command === undefined) return false
  return addressee === undefined || addressee.toLowerCase() === deps.botName()?.toLowerCase()
}

async function answer(talk: Conversation, data: KnownUpdate, update: StoredUpdate): Promise<void> {
  if (data.callback_query) return pressed(talk, data.callback_query, update)
  const text = data.message?.text?.trim()
  if (text === undefined) return
  const [, name = '', , rest = ''] = COMMAND.exec(text) ?? []
  if (name !== '' && !isForUs(talk, text)) return
  // A code may come bare, as people type it.
  if (/^\d{6}$/.test(text)) return start({ ...talk, rest: text })
  // Keyboards of phones begin a line with a capital letter.
  const known = name.toLowerCase()
  const command = Object.hasOwn(commands, known) ? commands[known] : undefined
  if (command) await command({ ...talk, rest: rest.trim() })
  else await say(talk, 'I do not know this command. /help shows those that I do.')
}

type Press = NonNullable<KnownUpdate['callback_query']>

async function pressed(talk: Conversation, press: Press, update: StoredUpdate): Promise<void> {
  await stopSpinner(talk, press.id)
  const data = press.data ?? ''
  if (/^run[:~]/.test(data)) await runScript(talk, update, data)
  else if (data.startsWith('link:')) await agree(talk, data.slice('link:'.length))
  else await say(talk, 'This button has no meaning any more.')
}

/** Tells the Telegram app that the press has arrived. It is a courtesy, and too late after a while. */
async function stopSpinner({ deps, signal }: Conversation, id: string): Promise<void> {
  try {
    await deps.telegram.answerCallbackQuery({ callback_query_id: id }, signal)
  } catch (error) {
    deps.log.info({ reason: failureOf(error).reason }, 'a press could not be acknowledged')
  }
}

async function forgetChat({ deps, chatId }: Conversation, reason: string): Promise<void> {
  const link = await linkOfChat(deps.db, chatId)
  if (link) await endDeadLink(deps.db, link, reason)
}
