import { chmod, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import type { ServerCommands } from './server-commands.ts'
import type { Step } from './step.ts'

/** A file that an installation has; content undefined when it is to be gone. */
export interface PlannedFile {
  readonly path: string
  readonly content: string | undefined
  readonly mode?: number
}

/** The step that makes a file as planned, with the difference; undefined when it is so already. */
export async function fileStep(
  { path, content, mode }: PlannedFile,
  commands: ServerCommands,
): Promise<Step | undefined> {
  const there = await readTextIfPresent(path)
  if (there === content) return content === undefined ? undefined : modeStep(path, mode)
  if (content === undefined) {
    return { does: 'remove', what: path, apply: () => rm(path, { force: true }) }
  }
  return {
    does: there === undefined ? 'create' : 'change',
    what: path,
    ...(there !== undefined && { diff: await difference(path, content, commands) }),
    async apply() {
      await makeFolder(dirname(path))
      await publishFile(path, content, mode)
    },
  }
}

/** A file with a mode of its own may hold a secret: one that others came to read is closed again. */
async function modeStep(path: string, mode: number | undefined): Promise<Step | undefined> {
  if (mode === undefined) return undefined
  const there = (await stat(path)).mode & 0o7777
  if (there === mode) return undefined
  return {
    does: 'change',
    what: path,
    diff: `mode ${there.toString(8)} becomes ${mode.toString(8)}`,
    apply: () => chmod(path, mode),
  }
}

async function difference(
  path: string,
  content: string,
  commands: ServerCommands,
): Promise<string> {
  const labels = ['--label', path, '--label', `${path} (new)`]
  const { code, out, err } = await commands.ask('diff', ['-u', ...labels, path, '-'], content)
  // diff(1) ends with 1 when there is a difference, and with more when it could not compare.
  return code === 1 ? out : `(no difference can be shown: ${err.trim()})`
}
