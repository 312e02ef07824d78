import { BadRequest } from '#core/errors.ts'
import { formatBytes } from '#core/portal/format-bytes.ts'
import { clearUp, keptGenerations } from '../clear-up.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { lockWorkspace } from '../workspace-lock.ts'
import { findWorkspace } from '../workspace.ts'
import { readPointer } from '../current-pointer.ts'
import { notSynced } from '../read-json.ts'

export default defineVerb({
  name: 'prune',
  summary: 'Free the space of old generations and unfinished downloads',
  options: {
    dir: dirOption,
    keep: {
      type: 'string',
      value: 'N',
      default: String(keptGenerations),
      description: 'How many generations stay, the current one included',
    },
  },
  async run(values, io) {
    const keep = Number(values.keep)
    if (!Number.isSafeInteger(keep) || keep < 1) {
      throw new BadRequest('bad_arguments', `--keep must be 1 or more, not “${values.keep}”`)
    }
    const workspace = findWorkspace(values.dir, io.cwd)
    if (!(await readPointer(workspace))) throw notSynced(workspace.dir)
    const lock = await lockWorkspace(workspace)
    try {
      const { generations, objects, bytes } = await clearUp(workspace, keep)
      const freed = formatBytes(bytes)
      io.stdout.write(`removed ${generations} generations and ${objects} objects (${freed})\n`)
    } finally {
      await lock.release()
    }
  },
})
