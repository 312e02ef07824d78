import { builtImages, imageNames, removeImages, type Engine } from './built-images.ts'

/** The images that a project built before an upgrade. */
export interface KnownImages {
  /** What each name stands for. */
  readonly names: ReadonlyMap<string, string>
  /** All of them, by id. */
  readonly built: ReadonlySet<string>
}

/** What `takeBackImages` goes back to. */
export async function knownImages(project: Engine): Promise<KnownImages> {
  return { names: await imageNames(project), built: await builtImages(project) }
}

/**
 * After an upgrade that failed: each name stands again for what it stood for before, and what was built for the upgrade
 * is gone, but for what a container uses all the same.
 */
export async function takeBackImages(
  project: Engine,
  { names, built }: KnownImages,
  services: ReadonlySet<string>,
): Promise<void> {
  for (const [name, id] of await imageNames(project)) {
    const old = names.get(name)
    if (old === id) continue
    if (old !== undefined) await project.docker('tag', old, name)
    // A service that did not change is an image that was there, with one name more.
    else if (built.has(id)) await project.docker('image', 'rm', name)
  }
  const brought = (await builtImages(project)).difference(built)
  for (const step of await removeImages(project, brought, services)) await step.apply()
}
