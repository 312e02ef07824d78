import { builtImages, removeImages } from './built-images.ts'
import type { ComposeProject, ConfiguredService } from './compose-project.ts'

/** The images of a project as they are before an upgrade. */
export interface KnownImages {
  /** What each name stands for. */
  readonly names: readonly ConfiguredService[]
  /** All that the project built, by id. */
  readonly built: ReadonlySet<string>
}

type Project = Pick<ComposeProject, 'docker' | 'name' | 'configured'>

/** What `takeBackImages` goes back to. */
export async function knownImages(project: Project): Promise<KnownImages> {
  return { names: await project.configured(), built: await builtImages(project) }
}

/**
 * After an upgrade that failed: each name stands again for what it stood for before, and what was built for the upgrade
 * is gone, but for what a container uses all the same.
 */
export async function takeBackImages(
  project: Project,
  { names, built }: KnownImages,
  services: ReadonlySet<string>,
): Promise<void> {
  const before = new Map(names.map(({ image, imageId }) => [image, imageId]))
  for (const { image, imageId } of await project.configured()) {
    const old = before.get(image)
    if (imageId === old) continue
    if (old !== undefined) await project.docker('tag', old, image)
    // A service that did not change is an image that was there, with one name more.
    else if (imageId !== undefined && built.has(imageId)) await project.docker('image', 'rm', image)
  }
  const brought = (await builtImages(project)).difference(built)
  for (const step of await removeImages(project, brought, services)) await step.apply()
}
