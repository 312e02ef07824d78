import type { Database } from '#core/database/connect.ts'
import { messageOf } from '#core/errors.ts'
import { homesOfPeople, NOBODYS } from '#core/identity/homes-of-people.ts'
import { inTransaction } from '#core/identity/in-transaction.ts'
import { installRules } from './install-rules.ts'
import { ruleFiles } from './rule-file.ts'
import { acceptedItems, rulesFor, type Accepted } from './rules-for.ts'

/** What became of everyone's rule files. */
export interface Installed {
  readonly changed: number
  readonly failed: readonly { readonly username: string; readonly reason: string }[]
}

/**
 * Brings the rule files in every home up to date, and takes them out of homes whose person was removed; one
 * that cannot be written does not stop the others. Two take turns, so that the last one writes what is newest.
 */
export function installAll(db: Database, homesDir: string): Promise<Installed> {
  return inTransaction(db, 'corporate-memory.rules', async (client) => {
    return installFor(await acceptedItems(client), db, homesDir)
  })
}

async function installFor(accepted: Accepted, db: Database, homesDir: string): Promise<Installed> {
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
