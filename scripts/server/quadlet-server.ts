import { edgeSteps, keptEdge } from './edge-container.ts'
import { imageSteps, removeImages } from './image-steps.ts'
import { quadletPath } from './quadlet-path.ts'
import type { ServerTarget } from './server-target.ts'
import { withoutInstall } from './without-install.ts'

/** Containers by podman: the images come from an archive, because no registry is needed. */
export const quadletServer: ServerTarget = {
  enables: false,
  checkout: '/app',
  versionInUnits: true,
  place: quadletPath,
  prepare: imageSteps,
  beside: (content) =>
    withoutInstall(content).replaceAll(
      /^(ContainerName|ServiceName|NetworkAlias)=(.+)$/gm,
      '$1=$2-next',
    ),
  settle: () => Promise.resolve([]),
  afterSetup: () => Promise.resolve([]),
  keeps: keptEdge,
  edge: (input, changed) => Promise.resolve(edgeSteps(input, changed)),
  discard: removeImages,
}
