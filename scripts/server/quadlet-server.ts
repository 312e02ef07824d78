import { join } from 'node:path'
import { ConfigError } from '#core/errors.ts'
import type { Release } from './release.ts'
import type { ServerTarget, TargetInput } from './server-target.ts'
import type { Step } from './step.ts'
import { withoutInstall } from './without-install.ts'

/** Containers by podman: the images come from an archive, because no registry is needed. */
export const quadletServer: ServerTarget = {
  enables: false,
  checkout: '/app',
  versionInUnits: true,
  place: (name, { quadlets, units }) => join(name.endsWith('.timer') ? units : quadlets, name),
  prepare: loadImages,
  beside: (content) =>
    withoutInstall(content).replaceAll(
      /^(ContainerName|ServiceName|NetworkAlias)=(.+)$/gm,
      '$1=$2-next',
    ),
  settle: () => Promise.resolve([]),
  afterSetup: () => Promise.resolve([]),
  edge: () => Promise.resolve([]),
  discard: removeImages,
}

function imagesOf(releases: readonly Release[]): ReadonlySet<string> {
  const files = releases.flatMap((release) => release.files)
  return new Set(files.flatMap(({ content }) => /^Image=(.+)$/m.exec(content)?.[1] ?? []))
}

async function removeImages(
  { commands }: TargetInput,
  gone: readonly Release[],
  kept: readonly Release[],
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const image of imagesOf(gone).difference(imagesOf(kept))) {
    const { code } = await commands.ask('podman', ['image', 'exists', image])
    if (code !== 0) continue
    const apply = async () => void (await commands.must('podman', ['image', 'rm', image]))
    steps.push({ does: 'remove', what: `the image ${image}`, apply })
  }
  return steps
}

async function loadImages({ release, commands, images }: TargetInput): Promise<readonly Step[]> {
  const missing: string[] = []
  for (const image of imagesOf([release])) {
    const { code, err } = await commands.ask('podman', ['image', 'exists', image])
    if (code === 127) throw new ConfigError([`${err}: apt install podman`])
    if (code !== 0) missing.push(image)
  }
  if (missing.length === 0) return []
  if (images === undefined) {
    throw new ConfigError([
      ...missing.map((image) => `the image ${image} is not here`),
      'make an archive where they were built (docker compose build && docker save -o images.tar IMAGE...) and give it with --images',
    ])
  }
  return [
    {
      does: 'load',
      what: `${missing.length} images from ${images}`,
      async apply() {
        await commands.must('podman', ['load', '--quiet', '--input', images])
        for (const image of missing) await commands.must('podman', ['image', 'exists', image])
      },
    },
  ]
}
