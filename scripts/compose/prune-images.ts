import type { Step } from '../server/step.ts'
import { builtImages, removeImages, type Engine } from './built-images.ts'

/** What an upgrade leaves for the way back, and whose images it may remove. */
export interface Kept {
  /** Tags: the version that runs, and the one before. */
  readonly versions: readonly string[]
  /** What ran before, whatever its name stands for by now. */
  readonly imageIds: readonly string[]
  /** Our services, by id. */
  readonly services: ReadonlySet<string>
}

/**
 * Takes away what this project built for versions that are neither kept nor used by any container. Images that another
 * project built stay; all do where the version is the one that ran already: which one the way back leads to, nobody
 * knows there.
 */
export async function pruneImages(
  project: Engine,
  { versions, imageIds, services }: Kept,
): Promise<readonly Step[]> {
  if (new Set(versions).size < 2) return []
  const ids = (await builtImages(project)).difference(new Set(imageIds))
  return removeImages(project, ids, services, (tag) =>
    versions.some((version) => tag.endsWith(`:${version}`)),
  )
}
