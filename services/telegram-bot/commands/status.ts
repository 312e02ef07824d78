import { messageOf } from '#core/errors.ts'
import type { Link } from '../links/links.ts'
import type { Script } from '../runner/runner.ts'
import { say, verbatim, type Conversation } from './conversation.ts'
import { runData } from './script-button.ts'

/** Telegram takes a hundred buttons; a list that long helps nobody. */
const SHOWN = 50

export const NO_RUNNER =
  'No service here runs scripts at the moment; an administrator can switch it on.'

/** The person's scripts, with a button for each. */
export async function status(talk: Conversation, { username }: Link): Promise<void> {
  const { runner, log } = talk.deps
  if (!runner) return say(talk, NO_RUNNER)
  let scripts: readonly Script[]
  try {
    scripts = await runner.list(username, talk.signal)
  } catch (error) {
    log.warn({ err: error }, 'the scripts of a person could not be listed')
    return say(talk, `Your scripts cannot be listed now: ${verbatim(messageOf(error))}`)
  }
  if (scripts.length === 0)
    return say(talk, 'You have no notification scripts yet. Your AI assistant can write one.')
  const shown = scripts.slice(0, SHOWN)
  const more = scripts.length - shown.length
  await say(
    talk,
    [
      `*Scripts of* ${verbatim(username)}`,
      ...shown.map(line),
      `${scripts.length} in all${more > 0 ? `, ${more} not shown` : ''}`,
    ].join('\n'),
    {
      inline_keyboard: shown.map(({ name }) => [
        { text: `Run ${name.replace(/\.\w+$/, '')}`.slice(0, 60), callback_data: runData(name) },
      ]),
    },
  )
}

function line({ name, lastRun, status: how, paused }: Script): string {
  const when = lastRun ? `last run ${lastRun.slice(0, 16).replace('T', ' ')} UTC` : 'never run'
  return `• ${verbatim(name)} ${when}${how ? `, ${how}` : ''}${paused ? '; paused' : ''}`
}
