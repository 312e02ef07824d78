import type { ComposeProject, RunningContainer } from './compose-project.ts'
import { tagOf } from './version-in.ts'

/**
 * Those of which the files say something else than when they were made: another group, mount or variable. Each is
 * compared under the version that it runs, `projectAt`, since otherwise the name of its image alone would be a change.
 */
export async function changedContainers(
  running: readonly RunningContainer[],
  projectAt: (version: string) => ComposeProject,
): Promise<ReadonlySet<RunningContainer>> {
  const changed = new Set<RunningContainer>()
  for (const [version, containers] of Map.groupBy(running, ({ image }) => tagOf(image))) {
    const definitions = await projectAt(version).definitions()
    for (const container of containers) {
      const now = definitions.get(container.service)
      if (now !== undefined && now !== container.definition) changed.add(container)
    }
  }
  return changed
}
