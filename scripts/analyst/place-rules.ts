import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '#core/files/make-folder.ts'
import { namesIn } from '#core/files/names-in.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { countOf } from '#core/portal/format-count.ts'
import type { MemoryServer, TeamRule } from './memory-server.ts'

/** Makes the team's rules in a folder exactly these; others' files stay. Returns how many changed. */
export async function placeRules(folder: string, rules: readonly TeamRule[]): Promise<number> {
  if (rules.length > 0) await makeFolder(folder)
  const wanted = new Map(rules.map(({ name, text }) => [name, text]))
  let changed = 0
  for (const name of await namesIn(folder)) {
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

/** Takes the team's rules into `.claude/rules` of an analyst's folder; says what changed, if anything did. */
export async function pullRules(server: MemoryServer, dir: string): Promise<string | undefined> {
  const rules = await server.rules()
  const changed = await placeRules(join(dir, '.claude/rules'), rules)
  if (changed === 0) return undefined
  return `${countOf(rules.length, 'rule')} of the team, ${countOf(changed, 'file')} changed`
}
