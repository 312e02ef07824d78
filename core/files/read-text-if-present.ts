import { readIfPresent } from './read-if-present.ts'

/** The text of a file; undefined when there is no such file. */
export async function readTextIfPresent(file: string): Promise<string | undefined> {
  return (await readIfPresent(file))?.toString('utf8')
}
