import { join } from 'node:path'
import { AppError, BadRequest, messageOf } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { note, type Io } from '../io.ts'
import { listenLive, liveCursor, type LiveNotification } from '../listen-live.ts'
import { inviteLive } from '../live-server.ts'
import { popUp, requirePopUps } from '../pop-up.ts'
import { printable } from '../printable.ts'
import { readJsonIfPresent } from '../read-json.ts'
import { serverOf } from '../server-of.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'

export default defineVerb({
  name: 'listen',
  summary: 'Print what your scripts and alerts tell you, at the moment it comes',
  details: 'Goes on where it ended last; what came meanwhile is printed first.',
  options: {
    dir: dirOption,
    format: {
      type: 'string',
      value: 'text|json',
      default: 'text',
      description: 'json is one object a line',
    },
    'pop-up': { type: 'boolean', description: 'Show it on the desktop as well' },
  },
  async run({ dir, format, 'pop-up': popUps }, io) {
    if (format !== 'text' && format !== 'json') {
      throw new BadRequest('bad_arguments', '--format is text or json')
    }
    if (popUps) requirePopUps(process.platform)
    const workspace = findWorkspace(dir, io.cwd)
    const { url, access } = await serverOf(workspace, io)
    const place = join(workspace.control, 'listened.json')
    await listenLive({
      invite: () => inviteLive(url, access, io.signal),
      cursor: liveCursor
        .optional()
        .catch(undefined)
        .parse(await readJsonIfPresent(place)),
      signal: io.signal,
      onNotification(notification) {
        io.stdout.write(
          `${format === 'json' ? JSON.stringify(notification) : line(notification)}\n`,
        )
        if (popUps) show(notification, io)
      },
      onCursor: (cursor) => publishFile(place, JSON.stringify(cursor), 0o600),
      onNote: (text) => note(io, text),
    })
  },
})

function line({ timestamp, title, script, message }: LiveNotification): string {
  const head = [timestamp, title ?? script ?? 'Notification'].filter(Boolean).join('  ')
  return printable(message ? `${head}\n  ${message.trimEnd().replaceAll('\n', '\n  ')}` : head)
}

/** One that cannot be shown is printed all the same. */
function show({ title, script, message = '' }: LiveNotification, io: Io): void {
  popUp({ title: title ?? script ?? 'Notification', message }).catch((error: unknown) => {
    note(io, messageOf(error))
    if (error instanceof AppError && error.remedy !== undefined) note(io, `remedy: ${error.remedy}`)
  })
}
