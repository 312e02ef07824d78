import { BadRequest, NotFound, messageOf } from '#core/errors.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'

/** A JSON file as an unknown value; undefined when there is no such file. */
export async function readJsonIfPresent(file: string): Promise<unknown> {
  const text = await readTextIfPresent(file)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(file, messageOf(cause), cause)
  }
}

/** The error for a control file that is not what sync wrote. */
export function damaged(file: string, reason: string, cause?: unknown): BadRequest {
  const remedy = `Delete it and run \`analyst sync\` again; nothing that was fetched is lost.`
  return new BadRequest('damaged_file', `${file} is damaged: ${reason}`, { remedy, cause })
}

/** The error for a folder into which nothing was synced yet. */
export function notSynced(dir: string): NotFound {
  const remedy = 'Run `analyst sync`, or name the folder with --dir.'
  return new NotFound('not_synced', `there is no synced data in ${dir}`, { remedy })
}
