import { lstat, readlink, rename, rm, symlink } from 'node:fs/promises'
import { ConfigError } from '#core/errors.ts'
import type { Step } from './step.ts'

/**
 * Has a link point at `target`, replaced in one move: nobody ever finds none. A ConfigError where something else than
 * a link has its place.
 */
export async function linkStep(link: string, target: string): Promise<readonly Step[]> {
  const there = await targetOf(link)
  if (there === target) return []
  return [
    {
      does: there === undefined ? 'create' : 'change',
      what: `${link} -> ${target}`,
      async apply() {
        await rm(`${link}.next`, { force: true })
        await symlink(target, `${link}.next`)
        await rename(`${link}.next`, link)
      },
    },
  ]
}

async function targetOf(link: string): Promise<string | undefined> {
  try {
    if ((await lstat(link)).isSymbolicLink()) return await readlink(link)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  throw new ConfigError([`${link} is in the way: a link to the version that runs is to be there`])
}
