import { z } from 'zod'
import type { Step } from '../server/step.ts'
import type { ComposeProject } from './compose-project.ts'

const OURS = 'localhost/ai-data-analyst/'

// Compose labels what it builds with its project and service.
const inspected = z.array(
  z.object({
    Id: z.string(),
    RepoTags: z.array(z.string()).nullable(),
    Config: z.object({ Labels: z.record(z.string(), z.string()).nullable() }),
  }),
)

/** What images are looked for with. */
export type Engine = Pick<ComposeProject, 'docker' | 'name'>

/** The images that this project built, by id. */
export async function builtImages({ docker, name }: Engine): Promise<ReadonlySet<string>> {
  const label = `label=com.docker.compose.project=${await name()}`
  const listed = await docker('image', 'ls', '--quiet', '--no-trunc', '--filter', label)
  return new Set(listed.split('\n').filter(Boolean))
}

/** What each name of an image that this project built stands for. */
export async function imageNames(project: Engine): Promise<ReadonlyMap<string, string>> {
  const ids = await builtImages(project)
  if (ids.size === 0) return new Map()
  const images = inspected.parse(JSON.parse(await project.docker('image', 'inspect', ...ids)))
  return new Map(
    images.flatMap(({ Id, RepoTags }) => (RepoTags ?? []).map((name) => [name, Id] as const)),
  )
}

/**
 * Takes away those images of our services that no container uses, and from those that are kept the names that are not: a
 * service that did not change is one image for several versions. What somebody gave a name of their own stays.
 */
export async function removeImages(
  { docker }: Engine,
  ids: ReadonlySet<string>,
  services: ReadonlySet<string>,
  isKept: (tag: string) => boolean = () => false,
): Promise<readonly Step[]> {
  if (ids.size === 0) return []
  const steps: Step[] = []
  for (const { Id, RepoTags, Config } of inspected.parse(
    JSON.parse(await docker('image', 'inspect', ...ids)),
  )) {
    const tags = RepoTags ?? []
    const isOurs = services.has(Config.Labels?.['com.docker.compose.service'] ?? '')
    if (!isOurs || !tags.every((tag) => tag.startsWith(OURS))) continue
    const old = tags.length === 0 ? [Id] : tags.filter((tag) => !isKept(tag))
    if (old.length === 0) continue
    const goes = tags.every((tag) => !isKept(tag))
    if (goes && (await isUsed(docker, Id))) continue
    const apply = async () => void (await docker('image', 'rm', ...old))
    steps.push({ does: 'remove', what: `the image ${old.join(', ')}`, apply })
  }
  return steps
}

async function isUsed(docker: Engine['docker'], id: string): Promise<boolean> {
  return (await docker('ps', '--all', '--quiet', '--filter', `ancestor=${id}`)).trim() !== ''
}
