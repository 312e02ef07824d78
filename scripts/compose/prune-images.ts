import { z } from 'zod'
import type { Step } from '../server/step.ts'
import type { ComposeProject } from './compose-project.ts'

/** What an upgrade leaves for the way back, and whose images it may remove. */
export interface Kept {
  /** Tags: the version that runs, and the one before. */
  readonly versions: readonly string[]
  /** What ran before, whatever its name stands for by now. */
  readonly imageIds: readonly string[]
  /** Our services, by id. */
  readonly services: ReadonlySet<string>
}

const OURS = 'localhost/ai-data-analyst/'

// Compose labels what it builds with its project and service.
const inspected = z.array(
  z.object({
    Id: z.string(),
    RepoTags: z.array(z.string()).nullable(),
    Config: z.object({ Labels: z.record(z.string(), z.string()).nullable() }),
  }),
)

/**
 * Takes away what this project built for versions that are neither kept nor used by any container. Images that another
 * project built, or that somebody gave a name of their own, stay; all do where the version is the one that ran already:
 * which one the way back leads to, nobody knows there.
 */
export async function pruneImages(
  { docker, name }: Pick<ComposeProject, 'docker' | 'name'>,
  { versions, imageIds, services }: Kept,
): Promise<readonly Step[]> {
  if (new Set(versions).size < 2) return []
  const label = `label=com.docker.compose.project=${await name()}`
  const listed = await docker('image', 'ls', '--quiet', '--no-trunc', '--filter', label)
  const ids = new Set(listed.split('\n').filter(Boolean)).difference(new Set(imageIds))
  if (ids.size === 0) return []
  const steps: Step[] = []
  for (const { Id, RepoTags, Config } of inspected.parse(
    JSON.parse(await docker('image', 'inspect', ...ids)),
  )) {
    const tags = RepoTags ?? []
    const isOurs = services.has(Config.Labels?.['com.docker.compose.service'] ?? '')
    const isOld = tags.every(
      (tag) => tag.startsWith(OURS) && !versions.some((version) => tag.endsWith(`:${version}`)),
    )
    if (!isOurs || !isOld || tags.length > 1) continue
    if ((await docker('ps', '--all', '--quiet', '--filter', `ancestor=${Id}`)).trim() !== '') continue
    const apply = async () => void (await docker('image', 'rm', Id))
    steps.push({ does: 'remove', what: `the image ${tags[0] ?? Id}`, apply })
  }
  return steps
}
