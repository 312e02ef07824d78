import { AppError, messageOf } from '#core/errors.ts'
import { linkOfChat } from '../links/links.ts'
import type { RunOutcome, Runner } from '../runner/runner.ts'
import { keepReply, markBegun, type StoredUpdate } from '../updates/stored-updates.ts'
import { say, verbatim, type Conversation } from './conversation.ts'
import { scriptOf } from './script-button.ts'
import { NO_RUNNER } from './status.ts'

/**
 * A Run button: starts the script once, however often Telegram or we come back to the press, and says
 * how it went. What the script tells comes as a notification.
 */
export async function runScript(
  talk: Conversation,
  update: StoredUpdate,
  data: string,
): Promise<void> {
  const { db, runner } = talk.deps
  if (update.reply !== null) return say(talk, update.reply)
  if (update.begun)
    return say(
      talk,
      'A run was interrupted by a restart of the server. Press Run again if you want.',
    )
  const link = await linkOfChat(db, talk.chatId)
  if (!link) return say(talk, 'This chat is not linked to an account.')
  if (!runner) return say(talk, NO_RUNNER)
  const reply = await outcomeOf(talk, runner, update, { username: link.username, data })
  await keepReply(db, update.id, reply)
  await say(talk, reply)
}

async function outcomeOf(
  talk: Conversation,
  runner: Runner,
  update: StoredUpdate,
  { username, data }: { readonly username: string; readonly data: string },
): Promise<string> {
  const { db, log } = talk.deps
  try {
    const scripts = await runner.list(username, talk.signal)
    const name = scriptOf(
      data,
      scripts.map((script) => script.name),
    )
    if (name === undefined) return 'This script is not there any more. /status shows what is.'
    await say(talk, `Running ${verbatim(name)} …`)
    await markBegun(db, update.id)
    return wordsFor(name, await runner.run(username, name, talk.signal))
  } catch (error) {
    if (talk.signal.aborted) throw error
    log.warn({ err: error, username }, 'a script could not be run from Telegram')
    const remedy = error instanceof AppError ? error.remedy : undefined
    return failed('The script', messageOf(error), remedy)
  }
}

function wordsFor(name: string, { status, error, remedy }: RunOutcome): string {
  switch (status) {
    case 'notified':
      return `${verbatim(name)} has raised an alert; it comes as a notification.`
    case 'quiet':
    case 'cooldown':
      return `${verbatim(name)} ran and raised no alert.`
    default:
      return failed(verbatim(name), error ?? `it ended as ${status}`, remedy ?? undefined)
  }
}

function failed(what: string, reason: string, remedy: string | undefined): string {
  return `${what} failed: ${verbatim(reason)}${remedy === undefined ? '' : `\n${verbatim(remedy)}`}`
}
