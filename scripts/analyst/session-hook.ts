import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { makeFolder } from '#core/files/make-folder.ts'
import { BadRequest } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { shellCommand } from '#core/shell-word.ts'
import type { Workspace } from './workspace.ts'

const ours = /\bsessions'? '?push'? '?--hook\b/
const entry = z.looseObject({ hooks: z.array(z.looseObject({ command: z.string().optional() })) })
const settings = z.looseObject({
  hooks: z.looseObject({ SessionEnd: z.array(entry).optional() }).optional(),
})

/**
 * Has Claude Code call `program` at the end of each session in this folder, or no longer when it is undefined; whatever
 * else stands in the folder's settings stays. Returns whether anything changed. Hooks and the places of settings:
 * https://code.claude.com/docs/en/hooks.
 */
export async function setSessionHook(
  { dir, settings: file }: Workspace,
  program: readonly string[] | undefined,
): Promise<boolean> {
  const before = await readTextIfPresent(file)
  const { hooks = {}, ...rest } = parsed(file, before ?? '{}')
  const { SessionEnd = [], ...others } = hooks
  const entries = SessionEnd.map((one) => ({
    ...one,
    hooks: one.hooks.filter(({ command }) => command === undefined || !ours.test(command)),
  })).filter((one) => one.hooks.length > 0)
  if (program) {
    const command = shellCommand([...program, 'sessions', 'push', '--hook', '--dir', dir])
    entries.push({ hooks: [{ type: 'command', command }] })
  }
  const kept = entries.length > 0 ? { ...others, SessionEnd: entries } : others
  const after = { ...rest, ...(Object.keys(kept).length > 0 && { hooks: kept }) }
  if (isDeepStrictEqual(after, JSON.parse(before ?? '{}'))) return false
  await makeFolder(dirname(file))
  // It may hold keys: no more people may read it than before.
  const mode = before === undefined ? undefined : (await stat(file)).mode & 0o777
  await publishFile(file, `${JSON.stringify(after, undefined, 2)}\n`, mode)
  return true
}

function parsed(file: string, text: string): z.infer<typeof settings> {
  try {
    return settings.parse(JSON.parse(text))
  } catch (cause) {
    throw new BadRequest('bad_settings', `${file} is not what Claude Code reads`, {
      remedy: 'Mend or remove the file; nothing in it was changed.',
      cause,
    })
  }
}
