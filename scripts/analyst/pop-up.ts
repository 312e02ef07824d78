import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { BadRequest, messageOf, Unavailable } from '#core/errors.ts'

const run = promisify(execFile)

/** What is shown in a corner of the screen. */
export interface PopUpText {
  readonly title: string
  readonly message: string
}

/**
 * The command that shows a text on this kind of machine; undefined where there is none. The text is an
 * argument of its own, so that nothing in it can be taken for a command.
 */
export function popUpCommand(
  platform: NodeJS.Platform,
  { title, message }: PopUpText,
): readonly string[] | undefined {
  if (platform === 'darwin') {
    const script = 'on run {t, m}\ndisplay notification m with title t\nend run'
    return ['osascript', '-e', script, title, message]
  }
  if (platform === 'linux')
    return ['notify-send', '--app-name=analyst', '--', title, escaped(message)]
  return undefined
}

/** Desktops read the body as a small markup (Desktop Notifications Specification, "Markup"). */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** BadRequest on a machine of a kind on which nothing can be shown. */
export function requirePopUps(platform: NodeJS.Platform): void {
  if (popUpCommand(platform, { title: '', message: '' })) return
  throw new BadRequest('no_pop_ups', `pop-ups are not known on ${platform}`, {
    remedy: 'Listen without --pop-up; an open page of the portal can show them.',
  })
}

/** Shows a text on the desktop; Unavailable when the program for it is missing. */
export async function popUp(text: PopUpText): Promise<void> {
  requirePopUps(process.platform)
  const [program = '', ...args] = popUpCommand(process.platform, text) ?? []
  try {
    await run(program, args, { timeout: 10_000 })
  } catch (cause) {
    throw new Unavailable('no_pop_ups', `${program} failed: ${messageOf(cause)}`, {
      remedy: 'Install libnotify (Debian: libnotify-bin), or listen without --pop-up.',
      cause,
    })
  }
}
