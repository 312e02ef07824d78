import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { findPeople } from '#core/files/find-people.ts'
import { installRules } from './install-rules.ts'
import { ruleFiles } from './rule-file.ts'
import { acceptedItems, rulesFor } from './rules-for.ts'

/** What became of everyone's rule files. */
export interface Installed {
  readonly changed: number
  readonly failed: readonly { readonly username: string; readonly reason: string }[]
}

/** Brings the rule files in every home up to date; one that cannot be written does not stop the others. */
export async function installAll(db: Database, homesDir: string): Promise<Installed> {
  const accepted = await acceptedItems(db.pool)
  const failed: { username: string; reason: string }[] = []
  let changed = 0
  for (const username of await findPeople(homesDir)) {
    try {
      changed += await installRules(homesDir, username, ruleFiles(rulesFor(accepted, username)))
    } catch (error) {
      failed.push({ username, reason: messageOf(error) })
    }
  }
  return { changed, failed }
}
