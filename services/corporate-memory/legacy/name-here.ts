import type { ImportContext } from '#core/import/importer.ts'
import type { Legacy } from './read-legacy.ts'

/** The original's data with the usernames that people have here. */
export interface NamedHere {
  readonly legacy: Pick<Legacy, 'items' | 'votes'>
  /** Names that are somebody else's here. */
  readonly strangers: readonly string[]
}

/**
 * Puts the usernames of this stack in the place of the original's. Who has no account yet keeps the name, so
 * that no vote is lost, unless it is another person's here: nobody's votes become somebody else's.
 */
export async function nameHere(
  { items, votes }: Pick<Legacy, 'items' | 'votes'>,
  { db, personOf }: Pick<ImportContext, 'db' | 'personOf'>,
): Promise<NamedHere> {
  const names = new Set([
    ...votes.keys(),
    ...[...items.values()].flatMap((one) => one.source_users),
  ])
  const { rows } = await db.pool.query<{ username: string }>(
    'select username from core.person where username = any($1)',
    [[...names]],
  )
  const taken = new Set(rows.map(({ username }) => username))
  const here = new Map<string, string>()
  for (const name of names) {
    const person = await personOf(name)
    if (person) here.set(name, person.username)
    else if (!taken.has(name)) here.set(name, name)
  }
  const known = [...votes].flatMap(([name, own]) => {
    const username = here.get(name)
    return username === undefined ? [] : [[username, own] as const]
  })
  const renamed = [...items].map(([id, item]) => {
    const source_users = item.source_users.flatMap((name) => here.get(name) ?? [])
    return [id, { ...item, source_users }] as const
  })
  return {
    legacy: { items: new Map(renamed), votes: new Map(known) },
    strangers: [...names].filter((name) => !here.has(name)),
  }
}
