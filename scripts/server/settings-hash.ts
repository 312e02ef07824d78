import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlannedFile } from './planned-file.ts'
import type { ServerLayout } from './server-layout.ts'

/** One value for all of the operator's files, as they will be when the planned ones are there. */
export async function settingsHash(
  { config }: ServerLayout,
  planned: readonly PlannedFile[],
): Promise<string> {
  const contents = new Map(planned.map(({ path, content }) => [path, content ?? '']))
  for (const name of globSync(['*.env', 'config/*'], { cwd: config })) {
    const path = join(config, name)
    contents.set(path, await readFile(path, 'utf8'))
  }
  const hash = createHash('sha256')
  for (const [path, content] of [...contents].sort(([a], [b]) => a.localeCompare(b))) {
    hash.update(`${path}\0${content.length}\0${content}`)
  }
  return hash.digest('hex')
}
