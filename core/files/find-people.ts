import { readdir } from 'node:fs/promises'

/** The people who have a folder below the folder of homes, by name; a new installation has none. */
export async function findPeople(homesDir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(homesDir, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && /^[A-Za-z0-9_][\w.-]{0,63}$/.test(entry.name))
      .map(({ name }) => name)
      .toSorted()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}
