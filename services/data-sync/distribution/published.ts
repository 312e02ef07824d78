import type { KeyObject } from 'node:crypto'
import type { Catalogue } from '../engine/runs.ts'
import { BoundedMap } from './bounded-map.ts'
import { newestGeneration, readGeneration } from './generation.ts'
import { readVersionObjects, servableObjects, type ServableObjects } from './servable-objects.ts'
import { signedRootBody, type RootBody } from './signed-root-body.ts'

/** Everything derived from one generation; made once, thrown away with it. */
interface Snapshot {
  readonly generation: number
  readonly roots: BoundedMap<Promise<RootBody>>
  readonly objects: BoundedMap<Promise<ServableObjects>>
  readonly all: BoundedMap<ReturnType<typeof readVersionObjects>>
}

/** How many different sets of permissions are kept ready at once. */
const keptPermissions = 256

/** What is published now, derived for each set of table patterns and kept until the next generation. */
export interface Published {
  /** Looks up the newest generation, so it is never older than the last publication. */
  root(patterns: readonly string[]): Promise<RootBody>
  /** The size of an object that `patterns` may fetch; undefined when unknown or not granted. */
  sizeOf(sha256: string, patterns: readonly string[]): Promise<number | undefined>
  /** Called when a generation was published: the next request looks again. */
  invalidate(): void
}

/** Derives roots and permissions from the catalogue; roots are signed with `signingKey`. */
export function openPublished(options: {
  readonly catalogue: Catalogue
  readonly signingKey: KeyObject
  readonly keepMs: number
  readonly now?: () => number
}): Published {
  const { catalogue, signingKey, keepMs, now = Date.now } = options
  let snapshot: Snapshot | undefined

  const newest = async (): Promise<Snapshot> => {
    const generation = await newestGeneration(catalogue)
    if (!snapshot || generation > snapshot.generation) snapshot = emptySnapshot(generation)
    return snapshot
  }
  const objectsOf = ({ objects, all }: Snapshot, patterns: readonly string[]) =>
    objects.getOrMake(keyOf(patterns), async () => {
      const versions = await all.getOrMake('', () => readVersionObjects(catalogue, now(), keepMs))
      return servableObjects(versions, patterns)
    })
  const find = async (from: Snapshot, sha256: string, patterns: readonly string[]) => {
    const found = (await objectsOf(from, patterns)).get(sha256)
    return found !== undefined && found.until > now() ? found.size : undefined
  }

  return {
    async root(patterns) {
      const { generation, roots } = await newest()
      return roots.getOrMake(keyOf(patterns), async () =>
        signedRootBody(await readGeneration(catalogue, generation), patterns, signingKey),
      )
    },
    async sizeOf(sha256, patterns) {
      const known = snapshot ?? (await newest())
      const size = await find(known, sha256, patterns)
      if (size !== undefined) return size
      // Another process may have published: a miss is only believed of the newest generation.
      const current = await newest()
      return current === known ? undefined : find(current, sha256, patterns)
    },
    invalidate: () => (snapshot = undefined),
  }
}

function emptySnapshot(generation: number): Snapshot {
  return {
    generation,
    roots: new BoundedMap(keptPermissions),
    objects: new BoundedMap(keptPermissions),
    all: new BoundedMap(1),
  }
}

const keyOf = (patterns: readonly string[]): string => JSON.stringify([...new Set(patterns)].sort())
