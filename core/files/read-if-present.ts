import { readFile } from 'node:fs/promises'
import { nothingIfMissing } from './nothing-if-missing.ts'

/** The bytes of a file; undefined when there is no such file. */
export async function readIfPresent(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(nothingIfMissing)
}
