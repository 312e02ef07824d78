import { existsSync } from 'node:fs'
import { constants, copyFile, rename, rm } from 'node:fs/promises'
import { ConfigError } from '#core/errors.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { isGenerated } from '../../deploy/generated-file.ts'
import type { Step } from './step.ts'

/** Where a file of somebody else's is kept while ours has its place; no program reads such a name. */
function asideOf(path: string): string {
  return `${path}.before-ai-data-analyst`
}

/**
 * Keeps a copy of a file that somebody else made where one of ours is to be, such as a Caddyfile with other sites. A
 * ConfigError when another one is kept there already.
 */
export async function keepAside(path: string): Promise<readonly Step[]> {
  const there = await readTextIfPresent(path)
  if (there === undefined || isGenerated(there)) return []
  const aside = asideOf(path)
  const kept = await readTextIfPresent(aside)
  if (kept === there) return []
  if (kept !== undefined) {
    throw new ConfigError([
      `${path} is not ours, and neither is ${aside}: move one of them away, and take over what is still needed`,
    ])
  }
  return [
    {
      does: 'create',
      what: `${aside}, a copy of what others wrote into ${path}`,
      apply: () => copyFile(path, aside, constants.COPYFILE_EXCL),
    },
  ]
}

/** Removes a file of ours; what was kept aside for it is back in its place, and stays there when this is done again. */
export function giveBack(path: string): Step {
  const aside = asideOf(path)
  if (!existsSync(aside)) return { does: 'remove', what: path, apply: () => removeOurs(path) }
  return { does: 'change', what: `${path} back to ${aside}`, apply: () => rename(aside, path) }
}

async function removeOurs(path: string): Promise<void> {
  const there = await readTextIfPresent(path)
  if (there !== undefined && isGenerated(there)) await rm(path, { force: true })
}
