import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { publishFile } from '#core/files/publish-file.ts'
import type { TeamRule } from './memory-server.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'

/** Makes the team's rules in a folder exactly these; others' files stay. Returns how many changed. */
export async function placeRules(folder: string, rules: readonly TeamRule[]): Promise<number> {
  await mkdir(folder, { recursive: true })
  const wanted = new Map(rules.map(({ name, text }) => [name, text]))
  let changed = 0
  for (const name of await readdir(folder)) {
    if (!/^km_[0-9a-f]+\.md$/.test(name) || wanted.has(name)) continue
    await rm(join(folder, name))
    changed += 1
  }
  for (const [name, text] of wanted) {
    if ((await readTextIfPresent(join(folder, name))) === text) continue
    await publishFile(join(folder, name), text)
    changed += 1
  }
  return changed
}
