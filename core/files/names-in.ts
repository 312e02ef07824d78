import { readdir } from 'node:fs/promises'
import { nothingIfMissing } from './nothing-if-missing.ts'

/** What a folder holds, by name in order; one that is not there holds nothing. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(nothingIfMissing)
  return names?.toSorted() ?? []
}
