import { ConfigError } from '#core/errors.ts'
import type { Release } from './release.ts'
import type { ServerCommands } from './server-commands.ts'
import type { TargetInput } from './server-target.ts'
import type { Step } from './step.ts'

/** What only we build: no registry has it. */
const OURS = 'localhost/'

/** How podman writes an image of Docker's out in full, in its own library or not. */
const DOCKERS = /^docker\.io\/(library\/)?/

/**
 * The images of a release that podman does not have yet: out of an archive, because no registry is needed; those of
 * others from where their name says, when the archive has them not. Without an archive a plan shows what is needed, and
 * carrying it out ends there.
 */
export async function imageSteps({
  release,
  commands,
  images,
}: Pick<TargetInput, 'release' | 'commands' | 'images'>): Promise<readonly Step[]> {
  const missing: string[] = []
  for (const image of imagesOf([release])) {
    if (!(await exists(image, commands))) missing.push(image)
  }
  if (missing.length === 0) return []
  const ours = missing.filter((image) => image.startsWith(OURS))
  if (images === undefined && ours.length > 0) {
    const refuse = () =>
      Promise.reject(
        new ConfigError([
          ...ours.map((image) => `the image ${image} is not here`),
          'make an archive where they were built (docker compose build && docker save -o images.tar IMAGE...) and give it with --images',
        ]),
      )
    return [{ does: 'need', what: `--images FILE with ${ours.join(', ')}`, apply: refuse }]
  }
  return [
    {
      does: 'load',
      what: `${missing.length} images${images === undefined ? '' : ` from ${images}`}`,
      async apply() {
        if (images !== undefined) {
          await commands.must('podman', ['load', '--quiet', '--input', images])
        }
        for (const image of missing) await settleImage(image, commands)
      },
    },
  ]
}

/** Takes away the images that only versions need which are `gone`. */
export async function removeImages(
  { commands }: Pick<TargetInput, 'commands'>,
  gone: readonly Release[],
  kept: readonly Release[],
): Promise<readonly Step[]> {
  const steps: Step[] = []
  for (const image of imagesOf(gone).difference(imagesOf(kept))) {
    if (!(await exists(image, commands))) continue
    // The edge goes on with the image that it was started with.
    const used = ['ps', '--all', '--quiet', '--filter', `ancestor=${image}`]
    if ((await commands.must('podman', used)) !== '') continue
    const apply = async () => void (await commands.must('podman', ['image', 'rm', image]))
    steps.push({ does: 'remove', what: `the image ${image}`, apply })
  }
  return steps
}

function imagesOf(releases: readonly Release[]): ReadonlySet<string> {
  const files = releases.flatMap((release) => release.files)
  return new Set(files.flatMap(({ content }) => /^Image=(.+)$/m.exec(content)?.[1] ?? []))
}

async function settleImage(image: string, commands: ServerCommands): Promise<void> {
  if (await exists(image, commands)) return
  if (image.startsWith(OURS)) throw new ConfigError([`the archive has no image ${image}`])
  // An archive that Docker saved calls an image of its own by the short name, which podman takes for one of ours.
  const loaded = image.replace(DOCKERS, OURS)
  if (await exists(loaded, commands))
    return void (await commands.must('podman', ['tag', loaded, image]))
  await commands.must('podman', ['pull', '--quiet', image])
}

async function exists(image: string, { ask }: ServerCommands): Promise<boolean> {
  const { code, err } = await ask('podman', ['image', 'exists', image])
  if (code === 127) throw new ConfigError([`${err}: apt install podman`])
  return code === 0
}
