import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { filesMatching } from './files-matching.ts'
import type { PlannedFile } from './planned-file.ts'
import type { ServerLayout } from './server-layout.ts'

/** One value for all of the operator's files, as they will be when the planned ones are there. */
export async function settingsHash(
  { config }: Pick<ServerLayout, 'config'>,
  planned: readonly PlannedFile[],
): Promise<string> {
  const contents = new Map(planned.map(({ path, content }) => [path, content ?? '']))
  // A folder of the operator's own, of certificates say, is none of ours.
  for (const path of filesMatching(config, ['*.env', 'config/*'])) {
    contents.set(path, await readFile(path, 'utf8'))
  }
  const hash = createHash('sha256')
  for (const [path, content] of [...contents].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${path}\0${content.length}\0${content}`)
  }
  return hash.digest('hex')
}
