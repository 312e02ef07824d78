import { rm } from 'node:fs/promises'
import { ConfigError } from '#core/errors.ts'
import { namesIn } from '#core/files/names-in.ts'
import { readRelease, releaseFile, releasesFolder, type Release } from './release.ts'
import type { ServerTarget, TargetInput } from './server-target.ts'
import type { Step } from './step.ts'

type Input = TargetInput & { readonly target: Pick<ServerTarget, 'discard'> }

/**
 * Takes away what only versions need that are not among `keep`: of all that were installed, and of the input's own,
 * which may never have come so far.
 */
export async function pruneReleases(
  input: Input,
  keep: readonly (string | undefined)[],
): Promise<readonly Step[]> {
  const { layout, target } = input
  const isKept = ({ version }: Pick<Release, 'version'>) => keep.includes(version)
  const versions = await installedVersions(releasesFolder(layout))
  const found = await Promise.all(versions.map((version) => readable(version)))
  const there = found.filter((release) => release !== undefined)
  const all = [...there, input.release]
  const gone = all.filter((release) => !isKept(release))
  return [
    ...(await target.discard(input, gone, all.filter(isKept))),
    ...versions
      .filter((version) => !isKept({ version }))
      .map((version) => releaseFile(layout, version))
      .map((path): Step => ({ does: 'remove', what: path, apply: () => rm(path) })),
  ]

  /** One that another version of this program wrote otherwise is no way back, and goes like all others. */
  async function readable(version: string): Promise<Release | undefined> {
    try {
      return await readRelease(layout, version)
    } catch (error) {
      if (isKept({ version }) || !(error instanceof ConfigError)) throw error
      return undefined
    }
  }
}

async function installedVersions(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''))
}
