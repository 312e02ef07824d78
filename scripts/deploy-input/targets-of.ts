import { globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { UsageError } from '#core/command.ts'
import { defaultExport } from '#core/discover.ts'
import { nearestName } from '#core/nearest-name.ts'
import type { Target } from '../../deploy/target.ts'

/** Every way to run the stack that has a directory in deploy/targets, by its name. */
export async function targetsOf(root: string): Promise<ReadonlyMap<string, Target>> {
  const paths = globSync('deploy/targets/*/target.ts', { cwd: root }).sort()
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, Target]> => [
        basename(dirname(path)),
        (await defaultExport(join(root, path))) as Target,
      ]),
    ),
  )
}

/**
 * The target of a name; a UsageError for one that there is not, with the nearest, and for one that knows no ordinary
 * user where that is asked for.
 */
export async function targetNamed(root: string, name: string, rootless: boolean): Promise<Target> {
  const targets = await targetsOf(root)
  const target = targets.get(name)
  if (target) {
    if (!rootless || target.notRootless === undefined) return target
    throw new UsageError(`--rootless is not for --target ${name}: ${target.notRootless}`)
  }
  const nearest = nearestName(name, [...targets.keys()])
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  throw new UsageError(
    `there is no target ${name}${hint}\nThere are: ${[...targets.keys()].join(', ')}`,
  )
}
