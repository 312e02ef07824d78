import type { Service } from '#core/service.ts'
import type { ConfiguredService, RunningContainer } from './compose-project.ts'

/** What differs between what runs and what the files say. */
export interface Outdated {
  readonly outdated: readonly RunningContainer[]
  /** Services that have no container yet. */
  readonly added: readonly string[]
  /** Containers whose service is gone, or scaled to none. */
  readonly gone: readonly RunningContainer[]
}

/**
 * Compares by image, and by what the files say of it (`changed`). A container that holds a port of the host, as
 * the edge does, is not outdated by a new name of the same image: nobody could hold the port for it while it is
 * replaced.
 */
export function outdatedContainers(
  running: readonly RunningContainer[],
  configured: readonly ConfiguredService[],
  manifests: ReadonlyMap<string, Service>,
  changed: ReadonlySet<RunningContainer> = new Set(),
): Outdated {
  const wanted = new Map(configured.map((one) => [one.service, one]))
  const there = new Set(running.map(({ service }) => service))
  const outdated = running.filter((container) => {
    const { service, image, imageId } = container
    const to = wanted.get(service)
    if (!to) return false
    if (changed.has(container)) return true
    const holdsPort = manifests.get(service)?.container?.publish !== undefined
    return to.imageId !== imageId || (to.image !== image && !holdsPort)
  })
  return {
    outdated,
    added: configured
      .map(({ service }) => service)
      .filter((service) => !there.has(service) && manifests.get(service)?.kind !== 'setup'),
    gone: running.filter(({ service }) => !wanted.has(service)),
  }
}
