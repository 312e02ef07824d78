import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { homesOfPeople, NOBODYS } from '#core/identity/homes-of-people.ts'
import { installRules } from './install-rules.ts'
import { ruleFiles } from './rule-file.ts'
import { acceptedItems, rulesFor } from './rules-for.ts'

/** What became of everyone's rule files. */
export interface Installed {
  readonly changed: number
  readonly failed: readonly { readonly username: string; readonly reason: string }[]
}

/**
 * Brings the rule files in every home up to date, and takes them out of homes whose person was removed; one
 * that cannot be written does not stop the others.
 */
export async function installAll(db: Database, homesDir: string): Promise<Installed> {
  const accepted = await acceptedItems(db.pool)
  const failed: { username: string; reason: string }[] = []
  let changed = 0
  const { people, passedOver } = await homesOfPeople(db, homesDir)
  const left = passedOver.filter(({ reason }) => reason === NOBODYS).map(({ home }) => home)
  for (const username of [...people, ...left]) {
    const rules = left.includes(username) ? [] : rulesFor(accepted, username)
    try {
      changed += await installRules(homesDir, username, ruleFiles(rules))
    } catch (error) {
      failed.push({ username, reason: messageOf(error) })
    }
  }
  return { changed, failed }
}
