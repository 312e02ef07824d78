import { rm } from 'node:fs/promises'
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
  const there = await Promise.all(
    (await installedVersions(releasesFolder(layout))).map((version) =>
      readRelease(layout, version),
    ),
  )
  const isKept = ({ version }: Release) => keep.includes(version)
  const all = [...there, input.release]
  const gone = all.filter((release) => !isKept(release))
  return [
    ...(await target.discard(input, gone, all.filter(isKept))),
    ...there
      .filter((release) => !isKept(release))
      .map(({ version }) => releaseFile(layout, version))
      .map((path): Step => ({ does: 'remove', what: path, apply: () => rm(path) })),
  ]
}

async function installedVersions(folder: string): Promise<readonly string[]> {
  return (await namesIn(folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''))
}
